package io.cmaclip.console.web;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.model.explain.Explainer;
import io.cmaclip.model.explain.Explanation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why the model proposes its labels, as JSON.
 *
 * @param model name and version of the model that explains
 * @param isProposer whether it is the model that proposed
 * @param lacksImage whether the proposals rest on an image that the console does not have
 * @param heat null if there is none
 */
record ExplanationView(
    String model,
    boolean isProposer,
    boolean lacksImage,
    Explanation.HeatMap heat,
    List<Explanation.Word> words) {

  static ExplanationView of(Explainer explainer, ReviewItem item, List<byte[]> images) {
    ListingAttributes answer = item.getAttributes();
    Map<String, String> labels = new HashMap<>();
    for (TaskAttribute attribute : answer.getAttributes()) {
      labels.put(attribute.getTask(), attribute.getLabel());
    }
    Explanation found = explainer.explain(item.getListing().getTitle(), images, labels);
    boolean hasImage = images.stream().anyMatch(file -> file != null);
    return new ExplanationView(
        explainer.model().name() + " " + explainer.model().version(),
        explainer.model().fingerprint().equals(answer.getModel().getFingerprint()),
        answer.getModalities().getImage() == ModalityUse.USED && !hasImage,
        found.heat(),
        found.words());
  }
}
