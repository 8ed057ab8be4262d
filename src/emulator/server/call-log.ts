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

export function createCallLog(): CallLog {
  let calls: LoggedCall[] = [];
  return {
    add: (call) => {
      calls.push(call);
      if (calls.length > 2 * KEPT) calls = calls.slice(-KEPT);
    },
    all: () => calls.slice(-KEPT),
    clear: () => {
      calls = [];
    },
  };
}
