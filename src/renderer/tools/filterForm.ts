import { visibleText } from '../../core/redshift/results/visibleText.ts';
import type { ColumnFilter } from '../../protocol/resultViewSpec.ts';
import { element } from '../element.ts';
import { valueText } from '../valueCell.ts';
import { withFilter, withoutFilter } from '../viewSpec.ts';
import { formStyle } from '../style/formStyle.ts';
import { textButton } from './button.ts';
import { columnSelect } from './columnSelect.ts';
import {
  conditionOf,
  exampleOf,
  fieldsOf,
  filterKind,
  operatorsOf,
  type FieldProblem,
  type FilterFields,
  type Operator,
} from './filterFields.ts';
import { frequentValues, type FrequentValues } from './frequentValues.ts';
import type { PopupOptions } from './popups.ts';
import type { Tools } from './tools.ts';

export interface FilterFormOptions extends PopupOptions {
  readonly column: number;
  /** The column can be chosen. */
  readonly isFree?: boolean;
  /** Place in the spec of the filter that is changed; absent: a new one. */
  readonly at?: number;
}

/** Shows the form that makes or changes a filter. */
export function openFilterForm(tools: Tools, options: FilterFormOptions): void {
  const form = new FilterForm(tools, options);
  const onClose = (): void => {
    form.dispose();
    options.onClose?.();
  };
  tools.popups.open(form.element, { ...options, onClose }, formStyle);
  form.focus();
}

class FilterForm {
  readonly element: HTMLElement;
  readonly #tools: Tools;
  readonly #options: FilterFormOptions;
  readonly #operator: HTMLSelectElement;
  readonly #fields: HTMLElement;
  readonly #problem: HTMLElement;
  readonly #closed = new AbortController();
  #column: number;
  #text: HTMLInputElement | undefined;
  #matchCase: HTMLInputElement | undefined;
  #from: HTMLInputElement | undefined;
  #to: HTMLInputElement | undefined;
  #values: FrequentValues | undefined;

  constructor(tools: Tools, options: FilterFormOptions) {
    const { document, model } = tools;
    this.#tools = tools;
    this.#options = options;
    const known = options.at === undefined ? undefined : model.spec.filters[options.at];
    this.#column = known?.column ?? options.column;
    this.#operator = element(document, 'select', 'field');
    this.#operator.setAttribute('aria-label', 'Condition');
    this.#fields = element(document, 'div', 'form-fields');
    this.#problem = element(document, 'p', 'form-problem');
    this.#problem.id = `filter-problem-${++forms}`;
    this.#problem.setAttribute('role', 'alert');
    const apply = element(document, 'button', 'button', 'Apply');
    apply.type = 'submit';
    const buttons = element(document, 'div', 'form-buttons', apply);
    if (options.at !== undefined) buttons.append(textButton(document, 'Remove', () => this.#remove()));
    buttons.append(textButton(document, 'Cancel', () => tools.popups.close()));
    const form = element(document, 'form', 'form');
    form.noValidate = true;
    this.element = element(document, 'div', '', form);
    this.element.setAttribute('role', 'dialog');
    form.append(this.#title(), this.#operator, this.#fields, this.#problem, buttons);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#apply();
    });
    // Enter in a field is the form's own, and no command of VS Code's.
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    });
    this.#operator.addEventListener('change', () =>
      this.#show({ ...this.#read(), operator: this.#chosenOperator }),
    );
    this.#start(known);
  }

  focus(): void {
    (this.#options.isFree
      ? this.element.querySelector<HTMLElement>('input, select')
      : this.#firstField()
    )?.focus();
  }

  dispose(): void {
    this.#closed.abort();
  }

  #title(): HTMLElement {
    const { document, model } = this.#tools;
    const { name = '' } = model.columns[this.#column] ?? {};
    this.element.setAttribute('aria-label', `Filter ${visibleText(name)}`);
    if (!this.#options.isFree) {
      return element(
        document,
        'div',
        'form-title',
        'Filter ',
        element(document, 'bdi', '', ...valueText(document, name)),
      );
    }
    this.element.setAttribute('aria-label', 'Filter');
    const select = columnSelect(document, model.columns, this.#column, (column) => {
      this.#column = column;
      this.#start(undefined);
    });
    return element(document, 'div', 'form-title', 'Filter', select);
  }

  get #kind() {
    return filterKind(this.#tools.model.columns[this.#column]?.typeName ?? '');
  }

  get #chosenOperator(): Operator {
    const { value } = this.#operator;
    return operatorsOf(this.#kind).find(({ operator }) => operator === value)?.operator ?? 'contains';
  }

  #start(known: ColumnFilter | undefined): void {
    const { document } = this.#tools;
    const fields = fieldsOf(this.#kind, known);
    this.#operator.replaceChildren(
      ...operatorsOf(this.#kind).map(({ operator, words }) => {
        const option = element(document, 'option', '', words);
        option.value = operator;
        return option;
      }),
    );
    this.#operator.value = fields.operator;
    this.#show(fields);
  }

  /** The fields that the operator has use for. */
  #show(fields: FilterFields): void {
    const { document } = this.#tools;
    this.#text = this.#matchCase = this.#from = this.#to = this.#values = undefined;
    this.#say(undefined);
    const hadFocus = this.#fields.contains(document.activeElement);
    const example = exampleOf(this.#kind);
    switch (fields.operator) {
      case 'true':
      case 'false':
      case 'null':
      case 'notNull':
        this.#fields.replaceChildren();
        break;
      case 'range':
        this.#from = this.#input('From', fields.from, example);
        this.#to = this.#input('To', fields.to, example);
        this.#fields.replaceChildren(
          element(document, 'label', 'form-range', 'From', this.#from),
          element(document, 'label', 'form-range', 'To', this.#to),
        );
        break;
      case 'oneOf':
        this.#values = frequentValues(this.#tools, this.#column, fields.values, this.#closed.signal);
        this.#fields.replaceChildren(...this.#values.elements);
        break;
      case 'equals':
      case 'notEquals':
        this.#text = this.#input('Value', fields.text, example);
        this.#fields.replaceChildren(this.#text);
        break;
      default: {
        this.#text = this.#input('Text', fields.text, '');
        this.#matchCase = element(document, 'input');
        this.#matchCase.type = 'checkbox';
        this.#matchCase.checked = fields.matchCase;
        const label = element(document, 'label', 'check', this.#matchCase, 'Match Case');
        this.#fields.replaceChildren(this.#text, label);
      }
    }
    // What had it is gone.
    if (hadFocus) this.#operator.focus();
    this.#tools.popups.place();
  }

  #input(name: string, value: string, example: string): HTMLInputElement {
    const input = element(this.#tools.document, 'input', 'field');
    input.type = 'text';
    input.value = value;
    input.spellcheck = false;
    input.setAttribute('aria-label', name);
    if (example !== '') input.placeholder = example;
    return input;
  }

  #firstField(): HTMLElement | null {
    return this.#fields.querySelector<HTMLElement>('input, textarea') ?? this.#operator;
  }

  #read(): FilterFields {
    return {
      operator: this.#chosenOperator,
      text: this.#text?.value ?? '',
      matchCase: this.#matchCase?.checked ?? false,
      from: this.#from?.value ?? '',
      to: this.#to?.value ?? '',
      values: this.#values?.values ?? [],
    };
  }

  #apply(): void {
    const condition = conditionOf(this.#kind, this.#read());
    if ('problem' in condition) return this.#say(condition);
    const { model, popups } = this.#tools;
    popups.close();
    void model.apply(withFilter(model.spec, { column: this.#column, ...condition }, this.#options.at));
  }

  #remove(): void {
    const { model, popups } = this.#tools;
    popups.close();
    if (this.#options.at !== undefined) void model.apply(withoutFilter(model.spec, this.#options.at));
  }

  /** Says what is wrong beside the field that is. */
  #say(wrong: FieldProblem | undefined): void {
    this.#problem.textContent = wrong?.problem ?? '';
    const fields = { text: this.#text, from: this.#from, to: this.#to, values: this.#values?.others };
    for (const [name, field] of Object.entries(fields)) {
      const isWrong = name === wrong?.field;
      if (isWrong) field?.setAttribute('aria-describedby', this.#problem.id);
      else field?.removeAttribute('aria-describedby');
      field?.setAttribute('aria-invalid', String(isWrong));
    }
    if (wrong) (fields[wrong.field] ?? this.#firstField())?.focus();
    this.#tools.popups.place();
  }
}

let forms = 0;
