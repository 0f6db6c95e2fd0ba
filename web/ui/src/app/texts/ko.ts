// SPDX-License-Identifier: Apache-2.0
// Korean texts of the frame around all pages.
import type { Translation } from '@shared/i18n';
import type { en } from './en';

export const ko: Translation<typeof en> = {
  skip: '본문으로 건너뛰기',
  main: '주 메뉴',
  projects: '프로젝트',
  settings: '설정',
  offline: '오프라인: 서버가 응답하지 않습니다. 다시 시도하는 중…',
  retryNow: '지금 시도',
  shortcuts: '키보드',
  shortcutsHelp: '단축키 목록 보기',
  goProjects: '프로젝트로 이동',
  goSettings: '설정으로 이동',
  everywhere: '모든 페이지',
  close: '닫기',
  notFound: '없는 페이지입니다',
  notFoundHelp: '주소가 잘못되었거나, 삭제되었거나, 다른 사람의 것일 수 있습니다.',
  toProjects: '프로젝트로',
  loading: '불러오는 중…',
  crashed: '이 페이지에서 오류가 났습니다',
  reload: '페이지 다시 불러오기',
};
