// SPDX-License-Identifier: Apache-2.0
// Korean texts of the settings.
import type { Translation } from '@shared/i18n';
import type { en } from './en';

export const ko: Translation<typeof en> = {
  title: '설정',
  language: '언어',
  theme: '테마',
  themes: { auto: '시스템 설정', light: '밝게', dark: '어둡게' },
  account: '계정',
  signedInAs: '{{name}}(으)로 로그인했습니다.',
  signOut: '로그아웃',
  signOutHelp: '다시 들어오려면 터미널의 새 링크가 필요합니다.',
  about: '정보',
  aboutText: 'qsim은 양자화된 신경망을 컴파일하고 시뮬레이션하고 디버깅합니다. 데이터는 이 서버를 떠나지 않습니다.',
  version: '버전',
  address: '주소',
  keyboard: '키보드',
  keyboardHelp: '각 페이지의 단축키 목록은 그 페이지에서 ?를 누르면 열립니다.',
  keysWorkbench: '워크벤치',
  keys: {
    list: '단축키 목록 보기',
    projects: '프로젝트로 이동',
    settings: '설정으로 이동',
    layers: '다음 레이어, 이전 레이어',
    step: '한 단계 앞으로, 뒤로',
    continue: '다음 중단점까지 계속',
    breakpoint: '중단점 설정 또는 해제',
    modes: '선택한 레이어를 FLOAT, HYBRID, INT로',
    find: '레이어 찾기',
    difference: '차이 보기 또는 숨기기',
    undo: '실행 취소, 다시 실행',
  },
};
