import { transcriptText } from '../../../xiaoa/records/transcript';

function turn(played: string, said: string) {
  return { played, said, recording: '/home/record/1.wav' };
}

test('gives two lines a turn', () => {
  expect(
    transcriptText([
      turn('20180411093029cLp', '你好'),
      turn('/usr/local/freeswitch/sounds/zh/cn/20180112/question1.wav', '好的，发给我'),
    ]),
  ).toBe('Robot: [20180411093029cLp]\nCustomer: 你好\nRobot: [question1]\nCustomer: 好的，发给我');
});

test.each([
  ['noinput', '(says nothing)'],
  ['nomatch', '(not understood)'],
  ['BasedPTheEnd', '(listens to the end)'],
  ['', '(no answer)'],
])('says in words what %p stands for', (said, words) => {
  expect(transcriptText([turn('a', said)])).toBe(`Robot: [a]\nCustomer: ${words}`);
});

test.each([
  ['您好，我是小安', '您好，我是小安'],
  ['您好 a.wav', '您好 a.wav'],
  ['a.wav 您好', 'a.wav 您好'],
  ['sound.wave12', '[sound.wave12]'],
  ['C:\\sounds\\a.mp3', '[a]'],
  ['/sounds/', '[/sounds/]'],
  ['v1.5', '[v1.5]'],
])('of the robot %p shows %p', (played, shown) => {
  expect(transcriptText([turn(played, '好')])).toBe(`Robot: ${shown}\nCustomer: 好`);
});

test('leaves out a robot that played nothing', () => {
  expect(transcriptText([turn('', '喂')])).toBe('Customer: 喂');
});

test('a call without turns has no text', () => {
  expect(transcriptText([])).toBeNull();
});
