// SPDX-License-Identifier: Apache-2.0
// Korean texts of the figures of a tensor.
import type { Translation } from '@shared/i18n';
import type { en } from './en';

export const ko: Translation<typeof en> = {
  figure: { asTable: '표로 보기', asFigure: '그림으로 보기', more: '{{count}}행 중 처음 {{shown}}행입니다. 복사에는 모두 들어 있습니다.' },
  pictures: {
    title: '{{layer}}의 출력',
    difference: '차이',
    all: '모든 채널',
    channel: '{{count}}개 중 {{channel}}번 채널',
    channels: '{{count}}개 중 {{first}}–{{last}}번 채널',
    previousChannel: '이전 채널',
    nextChannel: '다음 채널',
    previousPage: '이전 채널들',
    nextPage: '다음 채널들',
    blocks: '{{step}}×{{step}} 중 가장 큰 값',
    place: '채널 {{channel}}, y {{y}}, x {{x}}',
    integer: '{{integer}}, 스케일 {{scale}}',
    hover: '값을 가리키거나 화살표 키로 커서를 옮기세요.',
    head: '채널',
  },
  histogram: {
    title: '출력 값의 분포',
    none: '이 텐서에는 히스토그램이 없습니다.',
    log: '로그 눈금',
    from: '부터',
    to: '까지',
  },
  statistics: {
    title: '통계',
    measure: '항목',
    count: '값의 수',
    min: '최솟값',
    max: '최댓값',
    mean: '평균',
    deviation: '표준편차',
    zeros: '0의 수',
    nans: '숫자가 아닌 값',
    error: 'FLOAT와의 거리',
    noNoise: '잡음 없음',
    sqnr: 'SQNR, 누적',
    isolated: 'SQNR, 이 레이어만',
    cosine: '코사인',
    mse: '평균 제곱 오차',
    maxAbs: '최대 오차',
    saturation: '포화',
    overflows: '넘침',
  },
  scale: { bit: '비트', zero: '영점 {{at}}', scales: '스케일 {{count}}개, 첫째 {{first}}' },
};
