// SPDX-License-Identifier: Apache-2.0
// The server's sentences in Korean: every reason has its text, whatever is unknown stays English and says so.
import { act, render } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiError, errorOf } from '@shared/api/client';
import { setLanguage } from '@shared/i18n';
import { ErrorText, ServerText } from '.';
import { en } from './texts/en';
import { ko } from './texts/ko';

const key = { key: 'key_text', arguments: { key: 'name', shortest: '1', longest: '120' } };
const english = 'name must be text of 1 to 120 characters.';
const korean = 'name은(는) 1~120자의 글이어야 합니다.';
const shown = (element: React.ReactElement) => render(element).container.innerHTML;

afterEach(() => act(() => setLanguage('en')));

// Generated from the server's table: `npm run check` fails where it is older.
describe('the server’s table', () => {
  it.each(Object.entries(en))('%s is Korean, with the same gaps', (name, text) => {
    const translation = (ko as Record<string, string>)[name];
    expect(translation, `${name} has no Korean text`).toMatch(/[가-힣]/);
    const gaps = (of: string) => [...new Set([...of.matchAll(/\{\{(\w+)\}\}/g)].map(([, gap]) => gap))].sort();
    expect(gaps(translation!)).toEqual(gaps(text));
  });

  it('has all that is translated', () => expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort()));
});

describe('a sentence of the server', () => {
  it('is as it came in English', () => expect(shown(<ServerText text={english} reason={key} />)).toBe(english));

  it('is translated where its reason is known', () => {
    act(() => setLanguage('ko'));
    expect(shown(<ServerText text={english} reason={key} />)).toBe(korean);
  });

  it('is marked as English where its reason is not known, and where it has none', () => {
    act(() => setLanguage('ko'));
    expect(shown(<ServerText text="It is new." reason={{ key: 'of_a_newer_server', arguments: {} }} />)).toBe('<span lang="en">It is new.</span>');
    expect(shown(<ServerText text="scenes.cfg:3: bad" />)).toBe('<span lang="en">scenes.cfg:3: bad</span>');
    expect(shown(<ServerText text="" />)).toBe('');
    expect(shown(<ServerText text={'for 2 reasons:\n  node a\n  node b'} />)).toBe('<span lang="en">for 2 reasons:<br>node a<br>node b</span>');
  });

  it.each([
    ['9', 'Killed', 'qsim이 시그널 9(강제 종료)로 끝났습니다.'],
    ['11', 'Segmentation fault', 'qsim이 시그널 11(잘못된 메모리 접근)로 끝났습니다.'],
    ['62', 'Real-time signal 28', 'qsim이 시그널 62(Real-time signal 28)로 끝났습니다.'],
  ])('says what signal %s means', (signal, meaning, told) => {
    act(() => setLanguage('ko'));
    expect(shown(<ServerText text="x" reason={{ key: 'job_signal', arguments: { signal, meaning } }} />)).toBe(told);
  });

  it('shows arguments as they are', () => {
    act(() => setLanguage('ko'));
    const odd = { key: 'path_is_folder', arguments: { path: '{{path}} $t(internal) <b>' } };
    expect(render(<ServerText text="x" reason={odd} />).container.textContent).toBe('{{path}} $t(internal) <b>은(는) 이 프로젝트의 폴더입니다.');
  });
});

describe('an error', () => {
  const response = new Response(null, { status: 422 });
  const error = errorOf(response, { error: { code: 'unprocessable', message: english, request: 'r1', reason: key } });

  it('keeps its reason, which its message alone leads to, too', () => {
    act(() => setLanguage('ko'));
    expect(error).toMatchObject({ message: english, reason: key });
    expect(shown(<ErrorText error={error} />)).toBe(korean);
  });

  it('is said even where the server did not answer, and of the page’s own', () => {
    act(() => setLanguage('ko'));
    expect(shown(<ErrorText error={new ApiError('offline', 'Failed to fetch', 0)} />)).toBe('서버가 응답하지 않습니다');
    expect(shown(<ErrorText error={new Error('broken')} />)).toBe('<span lang="en">broken</span>');
  });
});
