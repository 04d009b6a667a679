/**
 * Version of the numbers this program produces. It rises with every changelog entry that moves results; runs made under
 * another version are *stale*.
 */
export const RESULTS_VERSION = 2;
