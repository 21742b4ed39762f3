import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoError } from '../base/lifetime';
import { newOwner, type Owner } from '../base/settings';
import { logInAsOwner, type RestClient } from '../n8n/rest';

/**
 * Logs in as the owner of the n8n in a folder, with a password that is new at each start.
 * The folder remembers it, readable for this user alone, until the next start has changed it.
 */
export async function logInAsNewOwner(rest: RestClient, folder: string): Promise<Owner> {
  const file = join(folder, 'owner.json');
  const owner = newOwner();
  const earlier = await readPasswords(file);
  // Before the change, with the earlier ones: this process may die on either side of it.
  await writePasswords(file, [owner.password, ...earlier]);
  const current = await logInWithOneOf(rest, owner, earlier);
  if (current !== owner.password) {
    const change = { currentPassword: current, newPassword: owner.password };
    await rest.patch('/me/password', change);
    await logInAsOwner(rest, owner);
  }
  await writePasswords(file, [owner.password]);
  return owner;
}

/** Gives the password with which it went. An n8n that has no owner yet takes the new one. */
async function logInWithOneOf(rest: RestClient, owner: Owner, earlier: string[]): Promise<string> {
  let reason = '';
  for (const password of [owner.password, ...earlier]) {
    try {
      await logInAsOwner(rest, { ...owner, password });
      return password;
    } catch (error) {
      reason = (error as Error).message;
    }
  }
  throw new DemoError(
    `Couldn't sign in to the demo's n8n (${reason}). Was the owner's password changed there? ` +
      'To start over, delete the folder demo/.data.',
  );
}

async function readPasswords(file: string): Promise<string[]> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as string[];
  } catch {
    return [];
  }
}

async function writePasswords(file: string, passwords: string[]): Promise<void> {
  await writeFile(file, JSON.stringify(passwords), { mode: 0o600 });
}
