import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageFields } from '../../src/intake/messageFields.ts';
import { messageText, slackMessage } from '../../src/slack/messageText.ts';

test('what people write, and what form tools post', () => {
  expect(messageFields('Please call jane.doe@northwind.example, 030 901820. Urgent', 'DE')).toEqual(
    {
      name: 'Jane Doe',
      company: 'Northwind',
      email: 'jane.doe@northwind.example',
      phone: '+49 30 901820',
      message: 'Please call jane.doe@northwind.example, 030 901820. Urgent',
    },
  );
  const form = [
    '*Name:* Mara Lind',
    'Company name: Blue Harbour Ltd',
    'Work email: Mara@Blue-Harbour.example',
    'Phone number: +44 20 7946 0018',
    'Comments: forty chairs, by March',
  ].join('\n');
  expect(messageFields(form, null)).toEqual({
    name: 'Mara Lind',
    company: 'Blue Harbour Ltd',
    email: 'mara@blue-harbour.example',
    phone: '+44 20 7946 0018',
    message: 'forty chairs, by March',
  });
});

test.each([
  ['info@northwind.example', { email: 'info@northwind.example', company: 'Northwind' }],
  ['tom@gmail.com', { email: 'tom@gmail.com' }],
  ['see you at 10:30: bring tea', {}],
  ['', {}],
])('%j tells no more than it says', (text, fields) => {
  const { message, ...found } = messageFields(text, 'DE');
  expect(found).toEqual(fields);
  expect(message).toBe(text || undefined);
});

test('a message is read as it is shown', () => {
  const message = slackMessage.parse({
    ts: '1.2',
    text: 'From <mailto:a@b.example|a@b.example> &amp; <https://b.example|our site>, ask <@U123|ana>',
    attachments: [{ title: 'New form entry', fields: [{ title: 'Email', value: 'c@d.example' }] }],
  });
  expect(messageText(message)).toBe(
    'From a@b.example & our site, ask ana\nNew form entry\nEmail: c@d.example',
  );
});

test('nothing that is written breaks the reading', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      expect(messageFields(text, 'DE')).toBeTypeOf('object');
    }),
  );
});
