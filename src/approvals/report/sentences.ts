/** To the person who asked, once their request waits for people. */
export const A_COLLEAGUE_CHECKS = "Thanks. A colleague checks this first; I'll write here as soon as it's decided.";
