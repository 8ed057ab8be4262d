/** One answered call, without anything secret: no header, no query. */
export interface LoggedCall {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** 0: the connection was cut without an answer. */
  readonly status: number;
  /** The fault that struck, if one did. */
  readonly fault?: string;
}

/** The last calls, oldest first. */
export interface CallLog {
  readonly add: (call: LoggedCall) => void;
  readonly all: () => readonly LoggedCall[];
  readonly clear: () => void;
}

const KEPT = 10_000;

/** @param onCall hears of each call when it is answered. */
export function createCallLog(onCall?: (call: LoggedCall) => void): CallLog {
  let calls: LoggedCall[] = [];
  return {
    add: (call) => {
      onCall?.(call);
      calls.push(call);
      if (calls.length > 2 * KEPT) calls = calls.slice(-KEPT);
    },
    all: () => calls.slice(-KEPT),
    clear: () => {
      calls = [];
    },
  };
}
