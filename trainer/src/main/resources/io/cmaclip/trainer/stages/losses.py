# What training minimises, around the model that serving uses. Letters as in cma_clip.py; () is a single number.


class Losses(Module):
  __parameters__ = []
  __buffers__ = []
  model : __torch__.CmaClip
  label_smoothing : float
  alone_weight : float
  contrastive_weight : float
  modality_weight : float
  log_prior : Optional[Tensor]     # C       logarithm of each class's share of its task's training labels; None = no adjustment
  training : bool

  # Running statistics of the batch norms, which no gradient changes.
  def running_statistics(self) -> List[Tensor]:
    return self.model.running_statistics()

  # While frozen, no gradient reaches the encoders and their running statistics stay.
  def freeze_encoders(self, frozen: bool) -> bool:
    return self.model.freeze_encoders(frozen)

  # Logit adjustment (Menon et al., "Long-tail learning via logit adjustment", ICLR 2021, equation 10, tau = 1): the log prior is
  # added in the losses alone, so the bare logits that serving reads favour no class for being frequent.
  def adjust_logits(self, log_prior: Tensor) -> bool:       # C
    self.log_prior = log_prior
    return True

  # Symmetric InfoNCE over the batch (CLIP, section 2.3): the encoders alone. title, picture: B int64, equal for equal ones.
  def contrastive(self, pixels: Tensor, tokens: Tensor, length: Tensor, title: Tensor, picture: Tensor) -> Tensor:
    image = __torch__.normalize(self.model.pool_image(self.model.encode_image(pixels)))           # B D
    text = __torch__.normalize(self.model.pool_text(self.model.encode_text(tokens), length))      # B D
    return __torch__.losses.info_nce(image, text, self.model.logit_scale, title, picture)

  # Outputs of the encoders: image B P D, text B T D.
  def encode(self, pixels: Tensor, tokens: Tensor) -> Tuple[Tensor, Tensor]:
    return (self.model.encode_image(pixels), self.model.encode_text(tokens))

  # The model's forward, where frozen encoders have answered before (image not empty) without them: image B P D, text B T D, but
  # for image_rows and text_rows, of whose listings alone pixels and tokens then are.
  def answer(self, pixels: Tensor, tokens: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor, image: Tensor, image_rows: Tensor, text: Tensor, text_rows: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    if torch.size(image, 0) == 0:
      return self.model.forward(pixels, tokens, has_image, has_text, length)
    if torch.size(image_rows, 0) > 0:
      image = torch.index_copy(image, 0, image_rows, self.model.encode_image(pixels))
    if torch.size(text_rows, 0) > 0:
      text = torch.index_copy(text, 0, text_rows, self.model.encode_text(tokens))
    return self.model.answer(image, text, has_image, has_text, length)

  # All tasks, with the auxiliary losses beside them. labels: B K int64, -1 = none. own_image, own_text: B bool, whether the
  # modality is present and says what the listing says (not swapped in, not spoilt). spoilt_image, spoilt_text: B bool.
  # teacher: B (C + ...), what a teacher answered about the untouched listings, logits first; B 0 = no teacher.
  # teacher_share: (), its share of the targets. trimmed: (), share of the labels that teach nothing. Returns the sum, then its parts without their weights.
  def classification(self, pixels: Tensor, tokens: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor, labels: Tensor, own_image: Tensor, own_text: Tensor, spoilt_image: Tensor, spoilt_text: Tensor, title: Tensor, picture: Tensor, teacher: Tensor, teacher_share: Tensor, trimmed: Tensor, image: Tensor, image_rows: Tensor, text: Tensor, text_rows: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
    logits, image_weight, image_logits, text_logits, image_embedding, text_embedding = self.answer(pixels, tokens, has_image, has_text, length, image, image_rows, text, text_rows)
    everywhere = torch.ones_like(own_image)
    if bool(trimmed > 0.):
      labels = self.trusted(logits if torch.size(teacher, 1) == 0 else torch.slice(teacher, 1, 0, torch.size(logits, 1)), labels, trimmed)
    tasks = self.tasks(logits, labels, everywhere, teacher, teacher_share)
    alone = torch.zeros_like(tasks)
    if torch.size(image_logits, 1) > 0:
      alone = self.tasks(image_logits, labels, own_image, teacher, teacher_share) + self.tasks(text_logits, labels, own_text, teacher, teacher_share)
      alone = alone + self.clueless(image_logits, spoilt_image) + self.clueless(text_logits, spoilt_text)
    contrastive = torch.zeros_like(tasks)
    rows = torch.squeeze(torch.nonzero(torch.logical_and(own_image, own_text)), 1)      # whole, unswapped pairs
    if self.contrastive_weight > 0. and torch.size(rows, 0) > 1:
      contrastive = __torch__.losses.info_nce(torch.index_select(image_embedding, 0, rows), torch.index_select(text_embedding, 0, rows), self.model.logit_scale, torch.index_select(title, 0, rows), torch.index_select(picture, 0, rows))
    loss = tasks + self.alone_weight * alone + self.contrastive_weight * contrastive
    if self.modality_weight > 0.:
      loss = loss + self.modality_weight * __torch__.losses.misplaced_weight(image_weight, spoilt_image, spoilt_text)
    return (loss, torch.detach(tasks), torch.detach(alone), torch.detach(contrastive))

  # The labels without those that are found least likely, which are wrong more often than others: of each task the share
  # `trimmed` of the batch's (Shen and Sanghavi, "Learning with bad training data via iterative trimmed loss minimization",
  # ICML 2019; the small-loss selection of Han et al., "Co-teaching", NeurIPS 2018).
  def trusted(self, judge: Tensor, labels: Tensor, trimmed: Tensor) -> Tensor:          # B C, B K -> B K
    answers = torch.split_with_sizes(torch.detach(judge), self.model.classes, 1)
    kept = annotate(List[Tensor], [])
    for task in range(len(answers)):
      target = torch.select(labels, 1, task)                                            # B
      loss = torch.cross_entropy_loss(answers[task], target, None, 0, -1, 0.)           # B; 0 where there is no label
      doubtful = int(torch.floor(trimmed * torch.sum(target >= 0)))
      kept.append(torch.index_fill(target, 0, (torch.topk(loss, doubtful, 0))[1], -1))
    return torch.stack(kept, 1)

  # Sum over tasks of the loss of labels and of the teacher's answers. counted: B bool, rows that say what they are labelled.
  def tasks(self, logits: Tensor, labels: Tensor, counted: Tensor, teacher: Tensor, teacher_share: Tensor) -> Tensor:
    hard = self.labelled(logits, __torch__.losses.labelled_where(counted, labels))
    if torch.size(teacher, 1) == 0:
      return hard
    return (1. - teacher_share) * hard + teacher_share * self.taught(logits, counted, teacher)

  # Sum over tasks of the mean cross-entropy over the listings that carry a label of the task; 0 where none does. With logit
  # adjustment label smoothing spreads its share as the classes are spread: equally, it would ask for each rare class as often
  # as for the most common one, and what the prior takes away would come back through the logits.
  def labelled(self, logits: Tensor, labels: Tensor) -> Tensor:   # B C, B K -> ()
    log_prior = self.log_prior
    if log_prior is not None:
      logits = logits + log_prior
    parts = torch.split_with_sizes(logits, self.model.classes, 1)
    loss = torch.sum(torch.select(logits, 1, 0)) * 0.
    for task in range(len(parts)):
      target = torch.select(labels, 1, task)                                            # B
      labelled = torch.clamp_min(torch.sum(target >= 0), 1)                             # ()
      if log_prior is None:
        summed = torch.cross_entropy_loss(parts[task], target, None, 2, -1, self.label_smoothing)
      else:
        prior = torch.to(torch.exp((torch.split_with_sizes(log_prior, self.model.classes, 0))[task]), logits.dtype)   # classes
        spread = torch.sum(torch.matmul(torch.log_softmax(parts[task], 1), prior) * (target >= 0))  # ()
        summed = (1. - self.label_smoothing) * torch.cross_entropy_loss(parts[task], target, None, 2, -1, 0.) - self.label_smoothing * spread
      loss = loss + summed / labelled
    return loss

  # Sum over tasks of the mean cross-entropy against the teacher's probabilities over the counted rows; 0 where none counts.
  def taught(self, logits: Tensor, counted: Tensor, teacher: Tensor) -> Tensor:   # B C, B, B (C + ...) -> ()
    answers = torch.split_with_sizes(torch.slice(teacher, 1, 0, torch.size(logits, 1)), self.model.classes, 1)
    parts = torch.split_with_sizes(logits, self.model.classes, 1)
    weight = torch.to(counted, logits.dtype) / torch.clamp_min(torch.sum(counted), 1)   # B
    loss = torch.sum(torch.select(logits, 1, 0)) * 0.
    for task in range(len(parts)):
      target = torch.softmax(answers[task], 1)                                          # B classes
      loss = loss - torch.sum(torch.sum(target * torch.log_softmax(parts[task], 1), [1]) * weight)
    return loss

  # What is spoilt says nothing: cross-entropy against equal chances, summed over tasks and spoilt rows, divided by all rows
  # (outlier exposure: Hendrycks, Mazeika, Dietterich, 2019).
  def clueless(self, logits: Tensor, spoilt: Tensor) -> Tensor:   # B C, B -> ()
    weight = torch.to(spoilt, logits.dtype) / torch.size(spoilt, 0)                     # B
    loss = torch.sum(torch.select(logits, 1, 0)) * 0.
    for part in torch.split_with_sizes(logits, self.model.classes, 1):
      loss = loss - torch.sum(torch.mean(torch.log_softmax(part, 1), [1]) * weight)
    return loss


# Mean over tasks and spoilt listings of -log(weight of the modality that was left alone); 0 where none is spoilt.
def misplaced_weight(image_weight: Tensor, spoilt_image: Tensor, spoilt_text: Tensor) -> Tensor:  # B K, B, B -> ()
  spoilt = torch.unsqueeze(torch.logical_or(spoilt_image, spoilt_text), 1)              # B 1
  trusted = torch.where(torch.unsqueeze(spoilt_image, 1), 1. - image_weight, image_weight)        # B K
  loss = torch.masked_fill(torch.neg(torch.log(torch.clamp_min(trusted, 1e-06))), torch.logical_not(spoilt), 0.)
  return torch.sum(loss) / (torch.size(image_weight, 1) * torch.clamp_min(torch.sum(spoilt), 1))

def labelled_where(own: Tensor, labels: Tensor) -> Tensor:                              # B, B K -> B K
  return torch.masked_fill(labels, torch.unsqueeze(torch.logical_not(own), 1), -1)

# Pairs with equal titles or equal pictures are no negatives of each other.
def info_nce(image: Tensor, text: Tensor, logit_scale: Tensor, title: Tensor, picture: Tensor) -> Tensor:
  logits = torch.exp(logit_scale) * torch.matmul(image, torch.t(text))                  # B B, image by row
  same_title = torch.unsqueeze(title, 0) == torch.unsqueeze(title, 1)
  same_picture = torch.unsqueeze(picture, 0) == torch.unsqueeze(picture, 1)
  self_pair = torch.eye(torch.size(title, 0), dtype=11, layout=0, device=title.device, pin_memory=False)
  excluded = torch.logical_and(torch.logical_or(same_title, same_picture), torch.logical_not(self_pair))
  logits = torch.masked_fill(logits, excluded, -inf)
  target = torch.arange(torch.size(title, 0), dtype=4, layout=0, device=title.device, pin_memory=False)
  by_image = torch.cross_entropy_loss(logits, target, None, 1, -100, 0.)
  by_text = torch.cross_entropy_loss(torch.t(logits), target, None, 1, -100, 0.)
  return (by_image + by_text) / 2.
