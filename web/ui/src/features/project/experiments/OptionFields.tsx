// SPDX-License-Identifier: Apache-2.0
// Every option of a compilation, each with what it does. What is left at its default is not sent.
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { CompileOptions } from '@shared/api/types';
import { effective, METHODS } from '@shared/experiment/options';
import { useTexts } from '../texts';
import { withOption } from './draft';
import classes from './experiments.module.css';

interface Props {
  options: CompileOptions;
  onChange: (options: CompileOptions) => void;
}

type Setter = <K extends keyof CompileOptions>(key: K, value: CompileOptions[K] | undefined) => void;
const setterOf =
  ({ options, onChange }: Props): Setter =>
  (key, value) =>
    onChange(withOption(options, key, value));

export function QuantizationOptions(props: Props) {
  const t = useTexts();
  const { options } = props;
  const set = setterOf(props);
  const now = effective(options);
  const width = (key: 'activationWidth' | 'weightWidth' | 'headWidth') => (
    <NumberInput
      key={key}
      label={t(`options.${key}`)}
      description={t(`optionHelp.${key}`)}
      min={2}
      max={16}
      allowDecimal={false}
      clampBehavior="strict"
      value={now[key]}
      onChange={(value) => typeof value === 'number' && set(key, value === effective({})[key] ? undefined : value)}
    />
  );
  return (
    <>
      <NativeSelect
        label={t('options.method')}
        description={t(`methods.${now.method}`)}
        value={now.method}
        onChange={(event) => set('method', event.currentTarget.value as CompileOptions['method'])}
        data={[...METHODS]}
      />
      {now.method === 'percentile' && (
        <NumberInput label={t('options.percentile')} description={t('optionHelp.percentile')} suffix=" %" min={50} max={100} step={0.01} value={now.percentile} onChange={(value) => set('percentile', typeof value === 'number' ? value : undefined)} />
      )}
      {now.method === 'log2' && (
        <NativeSelect
          label={t('options.log2Form')}
          description={t('optionHelp.log2Form')}
          value={options.log2Form ?? 'min-error'}
          onChange={(event) => set('log2Form', event.currentTarget.value as CompileOptions['log2Form'])}
          data={['min-error', 'non-overflow']}
        />
      )}
      <div className={classes['triple']}>
        <NativeSelect label={t('options.activations')} description={t('optionHelp.activations')} value={now.activations} onChange={(event) => set('activations', event.currentTarget.value as CompileOptions['activations'])} data={['symmetric', 'asymmetric']} />
        <NativeSelect label={t('options.scale')} description={t('optionHelp.scale')} disabled={now.method === 'log2'} value={now.scale} onChange={(event) => set('scale', event.currentTarget.value as CompileOptions['scale'])} data={['any', 'log2']} />
        <NativeSelect label={t('options.granularity')} description={t('optionHelp.granularity')} value={now.granularity} onChange={(event) => set('granularity', event.currentTarget.value as CompileOptions['granularity'])} data={['channel', 'tensor']} />
      </div>
      <div className={classes['triple']}>{(['activationWidth', 'weightWidth', 'headWidth'] as const).map(width)}</div>
      <Checkbox
        label={t('options.biasCorrection')}
        description={t('optionHelp.biasCorrection')}
        checked={now.biasCorrection}
        onChange={(event) => set('biasCorrection', event.currentTarget.checked ? undefined : false)}
      />
    </>
  );
}

export function InputOptions({ onnx, ...props }: Props & { onnx: boolean }) {
  const t = useTexts();
  const { options } = props;
  const set = setterOf(props);
  const text = (key: 'resize' | 'mean' | 'std', placeholder: string) => (
    <TextInput label={t(`options.${key}`)} description={t(`optionHelp.${key}`)} placeholder={placeholder} value={options[key] ?? ''} onChange={(event) => set(key, event.currentTarget.value || undefined)} />
  );
  return (
    <>
      <div className={classes['pair']}>
        {onnx ? (
          <TextInput
            label={t('options.inputs')}
            description={t('optionHelp.inputs')}
            placeholder="input=1x3x416x416"
            value={(options.inputs ?? []).join(' ')}
            onChange={(event) => {
              const inputs = event.currentTarget.value.split(/\s+/).filter(Boolean);
              set('inputs', inputs.length ? inputs : undefined);
            }}
          />
        ) : (
          <NativeSelect
            label={t('options.darknetDialect')}
            description={t('optionHelp.darknetDialect')}
            value={options.darknetDialect ?? ''}
            onChange={(event) => set('darknetDialect', (event.currentTarget.value || undefined) as CompileOptions['darknetDialect'])}
            data={[{ value: '', label: t('options.auto') }, 'pjreddie', 'alexeyab', 'yolo2_light']}
          />
        )}
        {text('resize', 'letterbox')}
      </div>
      <div className={classes['pair']}>
        <NativeSelect label={t('options.order')} description={t('optionHelp.order')} value={options.order ?? ''} onChange={(event) => set('order', (event.currentTarget.value || undefined) as CompileOptions['order'])} data={[{ value: '', label: t('options.auto') }, 'rgb', 'bgr']} />
        <NativeSelect
          label={t('options.scaleInput')}
          description={t('optionHelp.scaleInput')}
          value={String(options.scaleInput ?? '')}
          onChange={(event) => set('scaleInput', (event.currentTarget.value ? Number(event.currentTarget.value) : undefined) as CompileOptions['scaleInput'])}
          data={[{ value: '', label: t('options.auto') }, '255', '1']}
        />
      </div>
      <div className={classes['triple']}>
        {text('mean', '0')}
        {text('std', '1')}
        <NumberInput label={t('options.padValue')} description={t('optionHelp.padValue')} placeholder="127.5" min={0} max={255} value={options.padValue ?? ''} onChange={(value) => set('padValue', typeof value === 'number' ? value : undefined)} />
      </div>
    </>
  );
}
