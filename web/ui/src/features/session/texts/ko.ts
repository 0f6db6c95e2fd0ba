// SPDX-License-Identifier: Apache-2.0
// Korean texts of signing in.
import type { Translation } from '@shared/i18n';
import type { en } from './en';

export const ko: Translation<typeof en> = {
  title: '로그인',
  how: 'qsim에는 비밀번호가 없습니다. 시작할 때 링크를 출력하니, 그 링크를 이 브라우저에서 여세요.',
  step1: 'qsim이 실행 중인 터미널을 보세요.',
  step2: '다음 주소로 시작하는 줄을 여세요:',
  step3: '링크는 한 번만 쓸 수 있고, 로그인할 때마다 qsim이 다음 링크를 출력합니다. 이미 썼다면 터미널에 마지막으로 나온 링크를 여세요.',
  signing: '로그인하는 중…',
  failed: '링크가 작동하지 않았습니다',
  retry: '다시 시도',
};
