export type System = 'slack' | 'model' | 'crm' | 'knowledge' | 'orders' | 'store';

/** A system cannot be reached or does not answer sensibly. Nothing is known to have changed. */
export class Unavailable extends Error {
  readonly system: System;
  constructor(system: System, options?: ErrorOptions) {
    super(`${system} is unavailable`, options);
    this.name = 'Unavailable';
    this.system = system;
  }
}

/** The bot cannot run until a person changes a setting or something outside; the message says what and how. */
export class StartRefused extends Error {
  override name = 'StartRefused';
}
