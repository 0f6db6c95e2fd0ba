// SPDX-License-Identifier: Apache-2.0
// Korean texts of the shared pieces.
import type { Translation } from '@shared/i18n';
import type { en } from './en';

export const ko: Translation<typeof en> = {
  copy: '복사',
  copied: '복사됨',
  copyWhat: '{{what}} 복사',
  loading: '불러오는 중…',
  retry: '다시 시도',
  failed: '불러오지 못했습니다',
  offline: '서버가 응답하지 않습니다',
  offlineHelp: '터미널에서 qsim이 실행 중인지 확인하세요. 이 페이지는 자동으로 다시 시도합니다.',
  request: '서버 로그의 요청 {{id}}',
  cancel: '취소',
  close: '닫기',
  delete: '삭제',
  confirmName: '삭제하려면 “{{name}}”을(를) 입력하세요',
  cannotUndo: '되돌릴 수 없습니다.',
  resize: '{{what}} 크기 조절',
};
