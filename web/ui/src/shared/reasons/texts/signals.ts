// SPDX-License-Identifier: Apache-2.0
// Signals that end a program, in Korean, by their number on Linux.
export const signals: Readonly<Record<string, string>> = {
  1: '연결 끊김',
  2: '인터럽트',
  3: '중지 요청',
  4: '잘못된 명령어',
  5: '중단점',
  6: '비정상 중단',
  7: '버스 오류',
  8: '산술 오류',
  9: '강제 종료',
  11: '잘못된 메모리 접근',
  13: '끊긴 파이프',
  14: '알람',
  15: '종료 요청',
  24: 'CPU 시간 초과',
  25: '파일 크기 초과',
  31: '허용되지 않은 시스템 호출',
};
