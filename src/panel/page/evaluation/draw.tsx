import { render } from 'preact';
import { adoptStyles } from '../../../inspector/styles';
import { MultilabelView } from './multilabel';
import { EvaluationView, type EvaluationViewProps } from './view';

/** Draws the evaluation of what is looked at into a place of the page, which is hidden where there is none. */
export function drawEvaluation(place: HTMLElement, props: EvaluationViewProps | undefined): void {
  place.hidden = props === undefined;
  // Its styles come with it, after those of the page.
  adoptStyles(place);
  // Where each class is a yes or no of its own, nothing takes a softmax.
  const View = props?.view.settings.loss === 'sigmoid' ? MultilabelView : EvaluationView;
  render(props ? <View {...props} /> : null, place);
}
