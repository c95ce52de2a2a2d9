import { midnightBefore } from '../../domain/business-hours.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { DAY } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';

/** Midnight where people decide; 24 hours ago when nobody said where that is. */
export const beginningOfDay = ({ hours }: { hours?: BusinessHours }, now: Instant): Instant =>
  hours ? midnightBefore(now, hours.zone) : now - DAY;
