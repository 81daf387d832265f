import { MultilabelView } from './multilabel';
import { EvaluationView, type EvaluationViewProps } from './view';

export type { EvaluationViewProps };

/** The evaluation of what is looked at. Where each class is a yes or no of its own, nothing takes a softmax. */
export function Evaluation(props: EvaluationViewProps) {
  const View = props.view.settings.loss === 'sigmoid' ? MultilabelView : EvaluationView;
  return <View {...props} />;
}
