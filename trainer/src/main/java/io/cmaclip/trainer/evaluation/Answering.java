package io.cmaclip.trainer.evaluation;

import java.util.List;
import java.util.Map;

/** Something that labels listings. */
interface Answering {
  /** A listing of the source under a title, which may be another than its own. */
  record Form(int listing, String title) {}

  /** Labels by task, form by form; empty where neither modality is usable. */
  List<Map<String, String>> answers(List<Form> forms);
}
