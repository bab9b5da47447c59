package io.cmaclip.trainer.evaluation;

import java.util.List;
import java.util.Map;

/** Classifies listings under given titles. */
interface Labeller {
  /** A listing of the source under a title, its own or another. */
  record Form(int listing, String title) {}

  /** Labels by task for each form; empty where neither modality is usable. */
  List<Map<String, String>> labels(List<Form> forms);
}
