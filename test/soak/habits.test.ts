import { startEmulator } from '../../emulator';
import { CATALOG } from '../../emulator/manners/catalog';
import { HABITS, LEFT_OUT, MOODS } from './habits';

const chosen = [...Object.values(HABITS).flat(), ...MOODS];

it('knows every manner of the emulator', () => {
  const named = [...chosen, ...Object.keys(LEFT_OUT)].map((manner) => manner.split('=')[0]);
  expect([...new Set(named)].sort()).toEqual(Object.keys(CATALOG).sort());
});

it('names manners as the emulator takes them', async () => {
  const emulator = await startEmulator();
  for (const manner of chosen) emulator.configure({ manners: [manner] });
  await emulator.close();
});
