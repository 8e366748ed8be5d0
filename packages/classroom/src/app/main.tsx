import { render } from 'preact';
import { App } from './app.tsx';
import { applyTheme } from './parts/switches.tsx';

applyTheme();
const place = document.querySelector('#app');
if (place !== null) render(<App />, place);
