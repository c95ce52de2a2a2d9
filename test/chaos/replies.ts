/** How the bot's messages in a thread begin, or what is in them, that tell how a request ended. */
const OUTCOMES: readonly RegExp[] = [
  /^Done: /,
  / was accepted and is being processed/,
  / came out as /,
  / didn't go through/,
  / it did not happen/,
  / couldn't approve /,
  /^My colleagues left out /,
  /^I didn't get an answer/,
  / could not be carried out in time/,
  / nobody could confirm /,
  /^The facts behind /,
  /^Because an earlier step/,
  /^We are still confirming /,
  /^A colleague is now checking by hand/,
  /^A colleague will write to you here/,
  /^Sorry, that is not for us\.$/,
];
export const isOutcome = (text: string): boolean => OUTCOMES.some((pattern) => pattern.test(text));

/** Each time that it is sent and nothing is heard of it, the same is said. */
const INTERIM = /^We are still confirming /;
export const isEnding = (text: string): boolean => isOutcome(text) && !INTERIM.test(text);

/** What colleagues write to whom they reject; one of the outcomes. */
export const REJECTION = 'Sorry, that is not for us.';

/** The bot says that it could not do it, and that nothing was lost by it. */
const FAILURES: readonly RegExp[] = [
  /can't think straight right now/,
  /something went wrong on my side/,
  /can't look up who you are right now/,
  /can't reach that system right now/,
  /couldn't finish this in a reasonable number of steps/,
  /isn't settled yet/,
];
export const isFailure = (text: string): boolean => FAILURES.some((pattern) => pattern.test(text));
