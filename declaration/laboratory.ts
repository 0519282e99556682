import { z } from 'zod';
import { dayShape } from './day';
import { text } from './shape';

const instrument = z.strictObject({
  name: text('what the instrument is'),
  serial: text('its serial number'),
  maker: text("its maker's name").optional(),
  model: text('its model').optional(),
  calibrated: dayShape('the day of its last calibration').optional(),
  due: dayShape('the day on which calibration is due').optional(),
  certificate: text('the number of its calibration certificate').optional(),
});

/** The block `laboratory` of `bench.yaml`: what only a laboratory can state of itself. Whatever is left out stays a blank in a report. */
export const laboratoryShape = z.strictObject({
  name: text('the name of the laboratory').optional(),
  address: text('the address of the laboratory').optional(),
  location: text('where the tests were made, if elsewhere').optional(),
  operator: text('who ran the tests').optional(),
  customer: text('the customer, with contact').optional(),
  received: dayShape('the day on which the meter was received').optional(),
  condition: text('the condition of the meter when received').optional(),
  equipment: z.array(instrument).max(100).default([]),
});

export type Laboratory = z.output<typeof laboratoryShape>;
export type Instrument = Laboratory['equipment'][number];
