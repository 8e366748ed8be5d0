/** The breast cancer patients, forecast by the survival curve of their group of the Nottingham index. */
import { atTime, integratedBrier, ipcwBrier, kaplanMeier, type Score } from '@stave/forecast';
import { grouped, number, table } from './vectors.ts';

const rows = table('survival/gbsg2.csv');
const patients = rows.map((row) => ({ time: number(row['time']), event: row['event'] === '1' }));

const curves = new Map(
  [...grouped(rows, ['npi_group'])].map(([group, members]) => [
    group,
    kaplanMeier(members.map((row) => ({ time: number(row['time']), event: row['event'] === '1' }))),
  ]),
);
const forecasts = (t: number): number[] => rows.map((row) => atTime(curves.get(row['npi_group']!)!, t));

export const gbsg2 = {
  patients,
  brierAt: (t: number): Score => ipcwBrier(patients, forecasts(t), t, { eventWeight: 'at' }),
  integrated: (times: readonly number[]): Score => {
    const columns = times.map(forecasts);
    const byPatient = rows.map((_, i) => columns.map((column) => column[i]!));
    return integratedBrier(patients, byPatient, times, { eventWeight: 'at' });
  },
};
