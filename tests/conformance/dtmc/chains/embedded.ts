/** An embedded control system that fails through its sensors, actuators, processors or too many skipped cycles. */
import { binary, ended, head, qcomp } from './text.ts';
import { CERTAIN_STEP } from './certain.ts';

/** MAX_COUNT: skipped cycles that it survives. */
export function embedded({ MAX_COUNT }: { readonly MAX_COUNT: number }): string {
  return `${head({
    id: `embedded-${MAX_COUNT}`,
    title: 'Embedded control system',
    about: [
      'Three sensors (two are needed), an input processor, a main processor, an output processor and two actuators (one',
      'is needed). Mean times: sensor 1 month, actuator 2 months, processor 1 year, transient fault of the input or',
      'output processor 1 day and 30 s to reboot, cycle of the main processor 1 min. A cycle in which it could not',
      `process is skipped; more than MAX_COUNT = ${MAX_COUNT} in a row stop the system.`,
      'A step is one jump of the continuous-time chain, see certain.ts; `t` means nothing here. Cycles that change',
      'nothing are no jumps: leaving them out changes neither where the chain goes next nor, as the time in a state is',
      'exponential with the rate of what leaves it, how long it stays.',
      ...qcomp('ctmc/embedded', 'Muppala, Ciardo and Trivedi 1994'),
      'Horizon: 2500 jumps leave less than 1e-18 (by powers of the transition matrix, for MAX_COUNT up to 5).',
    ],
    step: CERTAIN_STEP,
    steps: 2500,
    until: 'down',
  })}drivers:
  system:
    basis: literature
    variables:
      sensors: { type: integer, start: 3, range: [0, 3] }
      actuators: { type: integer, start: 2, range: [0, 2] }
      input: { type: integer, start: 2, range: [0, 2] } # 2 works, 1 transient fault, 0 failed
      output: { type: integer, start: 2, range: [0, 2] }
      main: { type: boolean, start: true }
      skipped: { type: integer, start: 0, range: [0, ${MAX_COUNT + 1}] }
      processed: { type: boolean, start: true } # since the last cycle began
      inputReady: { type: boolean, start: true } # the input processor has data to send
      outputWaits: { type: boolean, start: false } # instructions wait for the output processor
    initial: running
    states:
      running:
        chance:
          - { when: sensors > 1, rate: sensorRate, actions: [{ set: sensors, to: sensors - 1 }] }
          - { when: actuators > 0, rate: actuatorRate, actions: [{ set: actuators, to: actuators - 1 }] }
          - { when: inputAlive, rate: processorRate, actions: [{ set: input, to: 0 }] }
          - { when: inputAlive and input == 2, rate: faultRate, actions: [{ set: input, to: 1 }] }
          - when: inputAlive and input == 1
            rate: rebootRate
            actions:
              - { set: input, to: 2 }
              - { set: processed, to: processed or main and not outputWaits }
              - { set: inputReady, to: true }
              - { set: outputWaits, to: not outputWorks and (outputWaits or main) }
          - { when: outputAlive, rate: processorRate, actions: [{ set: output, to: 0 }] }
          - { when: outputAlive and output == 2, rate: faultRate, actions: [{ set: output, to: 1 }] }
          - when: outputAlive and output == 1
            rate: rebootRate
            actions:
              - { set: output, to: 2 }
              - { set: processed, to: processed or inputReady and main }
              - { set: inputReady, to: inputWorks or inputReady and not main }
              - { set: outputWaits, to: false }
          - { when: main, rate: processorRate, actions: [{ set: main, to: false }] }
          - when: cycleMatters
            rate: cycleRate
            actions:
              - { set: skipped, to: skippedNext }
              - { set: processed, to: processedNext }
              - { set: inputReady, to: inputReadyNext }
              - { set: outputWaits, to: outputWaitsNext }
measures:
  sensorRate: { value: sensors / (30 * day), report: false, basis: literature }
  actuatorRate: { value: actuators / (60 * day), report: false, basis: literature }
  processorRate: { value: 1 / (365 * day), report: false, basis: literature }
  faultRate: { value: 1 / day, report: false, basis: literature }
  rebootRate: { value: 2880 / day, report: false, basis: literature }
  cycleRate: { value: 1440 / day, report: false, basis: literature }
  inputAlive: { value: input > 0 and sensors >= 2, report: false, basis: literature }
  outputAlive: { value: output > 0 and actuators >= 1, report: false }
  inputWorks: { value: input == 2 and sensors >= 2, report: false, basis: literature }
  outputWorks: { value: output == 2 and actuators >= 1, report: false, basis: literature }
  skippedNext: { value: 'processed ? 0 : min(skipped + 1, ${MAX_COUNT + 1})', report: false, basis: literature }
  processedNext: { value: inputReady and not outputWaits and main, report: false }
  inputReadyNext: { value: inputWorks or inputReady and (outputWaits or not main), report: false }
  outputWaitsNext: { value: not outputWorks and (outputWaits or inputReady and main), report: false }
  cycleMatters:
    value: skippedNext != skipped or processedNext != processed or inputReadyNext != inputReady or outputWaitsNext != outputWaits
    report: false
  # What leaves the present state, by day, and so the mean of the time in it, in hours.
  leaving:
    value: >-
      (sensors > 1 ? sensorRate : 0) + (actuators > 0 ? actuatorRate : 0) + (main ? processorRate : 0)
      + (inputAlive ? processorRate + (input == 2 ? faultRate : rebootRate) : 0)
      + (outputAlive ? processorRate + (output == 2 ? faultRate : rebootRate) : 0)
      + (cycleMatters ? cycleRate : 0)
    report: false
    basis: literature
  hours: { value: 24 / (leaving * day), report: false, basis: literature }
  sensorsDown: { value: input == 2 and sensors < 2, report: false, basis: literature }
  actuatorsDown: { value: output == 2 and actuators < 1, report: false, basis: literature }
  cyclesDown: { value: skipped == ${MAX_COUNT + 1}, report: false, basis: literature }
  down: { value: sensorsDown or actuatorsDown or cyclesDown or not main, report: false }
  danger: { value: not down and (input == 1 or output == 1), report: false }
  up: { value: not down and not danger, report: false }
  hoursUp: 'up ? hours : 0'
  hoursInDanger: 'danger ? hours : 0'
questions:
${ended('down')}${binary('sensorsStopIt', 'sensorsDown')}${binary('actuatorsStopIt', 'actuatorsDown')}${binary('cyclesStopIt', 'cyclesDown')}${binary('mainStopsIt', 'not main')}`;
}
