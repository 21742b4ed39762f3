/** Stands for a value that is not known yet: the engine has to be asked for it. */
export const UNREAD = Symbol('to be evaluated by the engine');
