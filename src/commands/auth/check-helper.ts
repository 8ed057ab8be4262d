import { INSTALL } from '../../app/install-hint.ts';
import type { Context } from '../../app/world.ts';
import { OWN_HELPER_PROGRAM } from '../../auth/docker-config.ts';
import { findHelper } from '../../auth/run-helper.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { LoginPlan } from './login-plan.ts';
import type { LoginOptions } from './login-options.ts';

/** Before anything is written. */
export function checkHelper(
  { world }: Context,
  { account }: Pick<LoginPlan, 'account'>,
  { helper }: Pick<LoginOptions, 'helper'>,
): void {
  if (!helper) return;
  if (account?.key === undefined && account?.token === undefined) {
    throw new SwrctlError('USAGE', '--helper needs an access key or an IAM user to make logins from', {
      hint: 'Log in with --ak AK --sk-stdin, or leave --helper out',
    });
  }
  if (findHelper(OWN_HELPER_PROGRAM, world.env) !== undefined) return;
  throw new SwrctlError('HELPER_FAILED', `${OWN_HELPER_PROGRAM} is not on the PATH, so docker could not run it`, {
    hint: INSTALL,
  });
}
