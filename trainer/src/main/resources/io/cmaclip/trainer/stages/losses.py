# Training losses around the serving model. Letters in the shapes as in cma_clip.py; () is a scalar.
# A batch is a dictionary:
#   pixels B 3 H W uint8, tokens B T, length B, has_image, has_text B bool: inputs of the model's forward
#   labels            B K int64, -1 = none
#   own_image, own_text              B bool: the modality is present, not swapped and not corrupted
#   corrupted_image, corrupted_text  B bool: the modality is corrupted
#   image_group, text_group          B int64, equal for equal images, equal titles
#   teacher           B (C + ...), teacher's answers to the unaugmented listings, logits first; absent without a teacher
#   teacher_share     (), teacher's share of the targets
#   trimmed           (), share of the labels to ignore
# With cached outputs of frozen encoders:
#   encoded_image     B P E, encoded_text B T E: cached outputs
#   image_rows, text_rows  rows that are not encoded yet; pixels and tokens hold only these rows


class Losses(Module):
  model : CmaClip
  label_smoothing : float
  alone_weight : float
  contrastive_weight : float
  modality_weight : float
  log_prior : Optional[Tensor]     # C       logarithm of each class's share of its task's training labels; None = no adjustment

  # Running statistics of the batch norms.
  def running_statistics(self) -> List[Tensor]:
    return self.model.running_statistics()

  # While frozen, the encoders get no gradient and keep their running statistics.
  def freeze_encoders(self, frozen: bool) -> bool:
    return self.model.freeze_encoders(frozen)

  # Logit adjustment (Menon et al., "Long-tail learning via logit adjustment", ICLR 2021, equation 10, tau = 1): the log prior is
  # added in the losses only, so the logits of the served model do not favour frequent classes.
  def adjust_logits(self, log_prior) -> bool:               # C
    self.log_prior = log_prior
    return True

  # Symmetric InfoNCE over the batch (CLIP, section 2.3). Trains the encoders only.
  def contrastive(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
    image = normalize(self.model.pool_image(self.model.encode_image(batch["pixels"])))                    # B D
    text = normalize(self.model.pool_text(self.model.encode_text(batch["tokens"]), batch["length"]))      # B D
    loss = info_nce(image, text, self.model.logit_scale, excluded_pairs(batch["image_group"], batch["text_group"]))
    return {"total": loss, "contrastive": loss}

  # Outputs of the encoders: image B P E, text B T E.
  def encode(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
    return {"image": self.model.encode_image(batch["pixels"]), "text": self.model.encode_text(batch["tokens"])}

  # The model's forward; with cached encoder outputs it runs only the missing encoder calls.
  def answer(self, batch: Dict[str, Tensor]) -> Answer:
    if "encoded_image" not in batch:
      return self.model.forward(batch["pixels"], batch["tokens"], batch["has_image"], batch["has_text"], batch["length"])
    image = batch["encoded_image"]
    text = batch["encoded_text"]
    if batch["image_rows"].size(0) > 0:
      image = image.index_copy(0, batch["image_rows"], self.model.encode_image(batch["pixels"]))
    if batch["text_rows"].size(0) > 0:
      text = text.index_copy(0, batch["text_rows"], self.model.encode_text(batch["tokens"]))
    return self.model.answer(image, text, batch["has_image"], batch["has_text"], batch["length"])

  # Loss of all tasks plus the auxiliary losses. Returns the weighted sum and its unweighted parts.
  def classification(self, batch: Dict[str, Tensor]) -> Dict[str, Tensor]:
    answer = self.answer(batch)
    own_image = batch["own_image"]                                                      # B
    own_text = batch["own_text"]                                                        # B
    labels = self.trusted(answer.logits, batch)                                         # B K
    tasks = self.tasks(answer.logits, labels, torch.ones_like(own_image), batch)
    alone = torch.zeros_like(tasks)
    if answer.image_logits.size(1) > 0:
      alone = self.tasks(answer.image_logits, labels, own_image, batch) + self.tasks(answer.text_logits, labels, own_text, batch)
      alone = alone + self.uninformed(answer.image_logits, batch["corrupted_image"]) + self.uninformed(answer.text_logits, batch["corrupted_text"])
    contrastive = torch.zeros_like(tasks)
    rows = torch.logical_and(own_image, own_text).nonzero().squeeze(1)                  # whole, unswapped pairs
    if self.contrastive_weight > 0. and rows.size(0) > 1:
      image = answer.image_embedding.index_select(0, rows)
      text = answer.text_embedding.index_select(0, rows)
      excluded = excluded_pairs(batch["image_group"].index_select(0, rows), batch["text_group"].index_select(0, rows))
      contrastive = info_nce(image, text, self.model.logit_scale, excluded)
    loss = tasks + self.alone_weight * alone + self.contrastive_weight * contrastive
    if self.modality_weight > 0.:
      loss = loss + self.modality_weight * misplaced_weight(answer.image_weight, batch)
    return {"total": loss, "tasks": tasks.detach(), "alone": alone.detach(), "contrastive": contrastive.detach()}

  # Removes the least likely labels, which are wrong more often than others: of each task the share
  # `trimmed` of the batch's (Shen and Sanghavi, "Learning with bad training data via iterative trimmed loss minimization",
  # ICML 2019; the small-loss selection of Han et al., "Co-teaching", NeurIPS 2018).
  def trusted(self, logits, batch: Dict[str, Tensor]):                                  # B C -> B K
    labels = batch["labels"]
    trimmed = batch["trimmed"]
    if not bool(trimmed > 0.):
      return labels
    judge = logits.detach()
    if "teacher" in batch:
      judge = batch["teacher"].slice(1, 0, logits.size(1))
    answers = judge.split_with_sizes(self.model.classes, 1)
    kept = annotate(List[Tensor], [])
    for task in range(len(answers)):
      target = labels.select(1, task)                                                   # B
      loss = torch.cross_entropy_loss(answers[task], target, None, 0, -1, 0.)           # B; 0 where there is no label
      doubtful = int(torch.floor(trimmed * torch.sum(target >= 0)))
      kept.append(target.index_fill(0, (torch.topk(loss, doubtful, 0))[1], -1))
    return torch.stack(kept, 1)

  # Sum over tasks of the losses against labels and against the teacher's answers. counted: B bool, rows that contribute.
  def tasks(self, logits, labels, counted, batch: Dict[str, Tensor]):
    hard = self.labelled(logits, labels.masked_fill(torch.logical_not(counted).unsqueeze(1), -1))
    if "teacher" not in batch:
      return hard
    teacher_share = batch["teacher_share"]
    return (1. - teacher_share) * hard + teacher_share * self.taught(logits, counted, batch["teacher"])

  # Sum over tasks of the mean cross-entropy over the listings with a label of the task; 0 without any. With logit
  # adjustment, label smoothing spreads its share by class frequency: a uniform spread would demand each rare class as often
  # as the most common one, and so cancel the effect of the prior.
  def labelled(self, logits, labels):                       # B C, B K -> ()
    log_prior = self.log_prior
    if log_prior is not None:
      logits = logits + log_prior
    parts = logits.split_with_sizes(self.model.classes, 1)
    loss = torch.sum(logits.select(1, 0)) * 0.
    for task in range(len(parts)):
      target = labels.select(1, task)                                                   # B
      labelled = torch.sum(target >= 0).clamp_min(1)                                    # ()
      if log_prior is None:
        summed = torch.cross_entropy_loss(parts[task], target, None, 2, -1, self.label_smoothing)
      else:
        prior = torch.exp(log_prior.split_with_sizes(self.model.classes, 0)[task]).to(logits.dtype)     # classes
        spread = torch.sum(torch.matmul(torch.log_softmax(parts[task], 1), prior) * (target >= 0))      # ()
        summed = (1. - self.label_smoothing) * torch.cross_entropy_loss(parts[task], target, None, 2, -1, 0.) - self.label_smoothing * spread
      loss = loss + summed / labelled
    return loss

  # Sum over tasks of the mean cross-entropy against the teacher's probabilities over the counted rows; 0 without any.
  def taught(self, logits, counted, teacher):               # B C, B, B (C + ...) -> ()
    answers = teacher.slice(1, 0, logits.size(1)).split_with_sizes(self.model.classes, 1)
    parts = logits.split_with_sizes(self.model.classes, 1)
    weight = counted.to(logits.dtype) / torch.sum(counted).clamp_min(1)                 # B
    loss = torch.sum(logits.select(1, 0)) * 0.
    for task in range(len(parts)):
      target = torch.softmax(answers[task], 1)                                          # B classes
      loss = loss - torch.sum(torch.sum(target * torch.log_softmax(parts[task], 1), [1]) * weight)
    return loss

  # Corrupted inputs should carry no information: cross-entropy against the uniform distribution, summed over tasks and corrupted rows, divided by all
  # rows (outlier exposure: Hendrycks, Mazeika, Dietterich, 2019).
  def uninformed(self, logits, corrupted):                    # B C, B -> ()
    weight = corrupted.to(logits.dtype) / corrupted.size(0)                             # B
    loss = torch.sum(logits.select(1, 0)) * 0.
    for part in logits.split_with_sizes(self.model.classes, 1):
      loss = loss - torch.sum(torch.mean(torch.log_softmax(part, 1), [1]) * weight)
    return loss


# Mean over tasks and corrupted listings of -log(weight of the intact modality); 0 without corrupted listings.
def misplaced_weight(image_weight, batch: Dict[str, Tensor]):                           # B K -> ()
  corrupted_image = batch["corrupted_image"].unsqueeze(1)                               # B 1
  corrupted = torch.logical_or(corrupted_image, batch["corrupted_text"].unsqueeze(1))   # B 1
  trusted = torch.where(corrupted_image, 1. - image_weight, image_weight)               # B K
  loss = torch.neg(torch.log(trusted.clamp_min(1e-06))).masked_fill(torch.logical_not(corrupted), 0.)
  return torch.sum(loss) / (image_weight.size(1) * torch.sum(corrupted).clamp_min(1))

# Pairs with equal titles or equal images are not negatives of each other: B B, image by row.
def excluded_pairs(image_group, text_group):                                            # B, B
  same_image = image_group.unsqueeze(0) == image_group.unsqueeze(1)
  same_text = text_group.unsqueeze(0) == text_group.unsqueeze(1)
  self_pair = torch.eye(image_group.size(0), dtype=11, layout=0, device=image_group.device, pin_memory=False)
  return torch.logical_and(torch.logical_or(same_text, same_image), torch.logical_not(self_pair))

def info_nce(image, text, logit_scale, excluded):                                       # B D, B D, (), B B -> ()
  logits = torch.exp(logit_scale) * torch.matmul(image, text.t())                       # B B, image by row
  logits = logits.masked_fill(excluded, -inf)
  target = torch.arange(image.size(0), dtype=4, layout=0, device=image.device, pin_memory=False)
  by_image = torch.cross_entropy_loss(logits, target, None, 1, -100, 0.)
  by_text = torch.cross_entropy_loss(logits.t(), target, None, 1, -100, 0.)
  return (by_image + by_text) / 2.
