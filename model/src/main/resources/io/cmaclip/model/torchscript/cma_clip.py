# CMA-CLIP: Cross-Modality Attention CLIP for Image-Text Classification (Liu et al., 2021), as TorchScript.
#
# Letters in the shapes:
#   B listings        H, W  picture height, width     N patches          P = 1 + N image tokens (class token first)
#   T text tokens     S = P + T                       M  width of a transformer                  L its layers
#   D projection width (d in the paper)               K tasks            C classes of all tasks together
#   A = C with auxiliary heads, else 0                F  hidden width of the MLP heads
#   E = D; of image and text D and M, D and M where the fusion reads what goes into the encoders, too
#   Q = K with modality-wise attention, else 0          J = 1 or K       R latents or ranks of a fusion
#
# Weights of a transformer's layers are stacked along their first axis, those of the tasks likewise.
# Device and number type are those of the inputs and weights: one text runs on any of them, for training and serving.


class CmaClip(Module):
  __parameters__ = ["logit_scale", "modality_query", "hidden_weight", "hidden_bias", "class_weight", "class_bias", "image_class_weight", "image_class_bias", "text_class_weight", "text_class_bias", ]
  __buffers__ = []
  image : __torch__.ImageEncoder
  text : __torch__.TextEncoder
  sequence_attention : __torch__.SequenceAttention
  logit_scale : Tensor             # ()      logarithm of the scale of the contrastive loss; no part of forward
  modality_query : Tensor          # Q D     w of equations 4 and 5, one per task
  hidden_weight : Tensor           # K F D
  hidden_bias : Tensor             # K F
  class_weight : Tensor            # C F
  class_bias : Tensor              # C
  image_class_weight : Tensor      # A D     auxiliary heads
  image_class_bias : Tensor        # A
  text_class_weight : Tensor       # A D
  text_class_bias : Tensor         # A
  classes : List[int]              # K       classes of each task, C in sum
  sequence_wise : bool             # whether the sequence-wise attention is there
  modality_wise : bool             # whether the modality-wise attention is there
  joint : __torch__.Joint          # what brings image and text together in other fusions than the paper's
  joined : bool                    # whether one of those is chosen
  reads_inputs : bool              # whether it reads what goes into the encoders' transformers, too
  image_width : int                # E of the image
  text_width : int                 # E of the text
  image_share : float              # weight of the image without it: 0.5; 1 or 0 where image or text answers alone
  dropout : float
  training : bool

  # pixels: B 3 H W uint8, RGB; tokens: B T, padded at the end with any id; has_image, has_text: B bool, one of them True;
  # length: B int64, tokens of the title with start and end (0 to T where there is none). All arithmetic on a missing
  # modality is masked: what stands in its pixels or tokens changes nothing.
  def forward(self, pixels: Tensor, tokens: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    image = self.encode_image(pixels)                                                   # B P E
    text = self.encode_text(tokens)                                                     # B T E
    return self.answer(image, text, has_image, has_text, length)

  # For serving. Only the pictures and titles that are there are encoded: pixels I 3 H W, tokens J T, in the order of the
  # listings that have one. All outputs come side by side, so that one copy brings them to the host:
  # B (C + K + A + A + D + D), float32.
  def serve(self, pixels: Tensor, tokens: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    listings = torch.size(has_image, 0)
    image = torch.new_zeros(self.class_weight, [listings, 1, self.image_width])         # B 1 E, masked, where none has any
    text = torch.new_zeros(self.class_weight, [listings, 1, self.text_width])           # B 1 E
    if torch.size(pixels, 0) > 0:
      image = __torch__.spread(self.encode_image(pixels), has_image)                    # B P E
    if torch.size(tokens, 0) > 0:
      text = __torch__.spread(self.encode_text(tokens), has_text)                       # B T E
    logits, image_weight, image_logits, text_logits, image_embedding, text_embedding = self.answer(image, text, has_image, has_text, length)
    return torch.to(torch.cat([logits, image_weight, image_logits, text_logits, image_embedding, text_embedding], 1), 6)

  # From encoded tokens to the outputs of forward.
  def answer(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
    image_alone = self.pool_image(image)                                                # B D
    text_alone = self.pool_text(text, length)                                           # B D
    if self.joined:
      image_weight = self.weigh(image_alone, text_alone, has_image, has_text)           # B K      0.5, or 1 and 0
      c = self.joint.forward(image, text, has_image, has_text, length)                  # J B D
      logits = self.head(torch.expand(c, [len(self.classes), -1, -1]))                  # B C
    else:
      image_fused, text_fused = self.fuse(image, text, has_image, has_text, length)     # B D, B D
      image_weight = self.weigh(image_fused, text_fused, has_image, has_text)           # B K
      logits = self.classify(image_fused, text_fused, image_weight)                     # B C
    image_logits = __torch__.present(self.classify_image(image_alone), has_image)       # B A
    text_logits = __torch__.present(self.classify_text(text_alone), has_text)           # B A
    image_embedding = __torch__.present(__torch__.normalize(image_alone), has_image)    # B D
    text_embedding = __torch__.present(__torch__.normalize(text_alone), has_text)       # B D
    return (logits, image_weight, image_logits, text_logits, image_embedding, text_embedding)

  def encode_image(self, pixels: Tensor) -> Tensor:         # B 3 H W -> B P E
    if not self.reads_inputs:
      return self.image.forward(pixels)
    x = self.image.embed(pixels)                                                        # B P M
    return torch.cat([self.image.project(self.image.transform(x)), x], 2)

  def encode_text(self, tokens: Tensor) -> Tensor:          # B T -> B T E
    if not self.reads_inputs:
      return self.text.forward(tokens)
    x = self.text.embed(tokens)                                                         # B T M
    return torch.cat([self.text.project(self.text.transform(x)), x], 2)

  def pool_image(self, image: Tensor) -> Tensor:            # B P E -> B D, at the class token
    return torch.slice(torch.select(image, 1, 0), 1, 0, torch.size(self.hidden_weight, 2))

  def pool_text(self, text: Tensor, length: Tensor) -> Tensor:      # B T E -> B D, at end-of-text
    return torch.slice(__torch__.at_end(text, length), 1, 0, torch.size(self.hidden_weight, 2))

  # Sequence-wise attention over all tokens (section 3.2.1): I' at the image's class token, T' at end-of-text. Without it they
  # are what the encoders say there; 0 is what stands for the modality that is never asked.
  def fuse(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tuple[Tensor, Tensor]:
    if self.sequence_wise:
      return self.sequence_attention.forward(image, text, has_image, has_text, length)
    image = self.pool_image(image)                                                      # B D
    text = self.pool_text(text, length)                                                 # B D
    if self.image_share == 0.:
      image = torch.zeros_like(image)
    if self.image_share == 1.:
      text = torch.zeros_like(text)
    return (image, text)

  # The weight of the image for each task, B K; the text has the rest, and a missing modality 0.
  def weigh(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor) -> Tensor:
    if self.modality_wise:
      return self.modality_wise_attention(image, text, has_image, has_text)
    weight = torch.masked_fill(torch.to(has_image, image.dtype), torch.logical_and(has_image, has_text), self.image_share)  # B
    return torch.expand(torch.unsqueeze(weight, 1), [-1, len(self.classes)])            # B K

  # Keyless attention per task (section 3.2.2, equations 4 to 6): the weight lambda of the image, B K; the text has 1 - lambda.
  def modality_wise_attention(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor) -> Tensor:
    image_e = torch.linear(image, self.modality_query, None)                            # B K      e_I = w . I'
    text_e = torch.linear(text, self.modality_query, None)                              # B K      e_T = w . T'
    e = torch.stack([image_e, text_e], 1)                                               # B 2 K
    missing = torch.logical_not(torch.stack([has_image, has_text], 1))                  # B 2
    e = torch.masked_fill(e, torch.unsqueeze(missing, 2), -inf)                         # a missing modality gets weight 0
    return torch.select(torch.softmax(e, 1), 1, 0)                                      # B K

  # Weighted sum of the modalities (equation 3), then the heads.
  def classify(self, image: Tensor, text: Tensor, image_weight: Tensor) -> Tensor:
    weight = torch.unsqueeze(torch.transpose(image_weight, 0, 1), 2)                    # K B 1
    return self.head(weight * image + (1. - weight) * text)                             # B C

  # MLP head of each task (section 3.2.3).
  def head(self, c: Tensor) -> Tensor:                      # K B D -> B C
    hidden = torch.baddbmm(torch.unsqueeze(self.hidden_bias, 1), c, torch.transpose(self.hidden_weight, 1, 2))  # K B F
    hidden = torch.dropout(torch.relu(hidden), self.dropout, self.training)
    weights = torch.split_with_sizes(self.class_weight, self.classes, 0)
    biases = torch.split_with_sizes(self.class_bias, self.classes, 0)
    logits = annotate(List[Tensor], [])
    for task in range(len(self.classes)):
      logits.append(torch.linear(hidden[task], weights[task], biases[task]))
    return torch.cat(logits, 1)                                                         # B C

  # Auxiliary heads: each task from one modality alone, before the modalities have met.
  def classify_image(self, image: Tensor) -> Tensor:        # B D -> B A
    return torch.linear(image, self.image_class_weight, self.image_class_bias)

  def classify_text(self, text: Tensor) -> Tensor:          # B D -> B A
    return torch.linear(text, self.text_class_weight, self.text_class_bias)

  # Running statistics of the stem's batch norms, which no gradient changes: mean and variance of each, none without them.
  def running_statistics(self) -> List[Tensor]:
    return self.image.stem.running_statistics()

  # While frozen, the encoders run as when serving, in whatever mode: no dropout, running statistics used and kept.
  def freeze_encoders(self, frozen: bool) -> bool:
    self.image.transformer.freeze(frozen)
    self.text.transformer.freeze(frozen)
    return self.image.stem.freeze(frozen)

  # To be called once before serving: what the transformers want to set up for it.
  def prepare(self) -> int:
    return self.image.transformer.prepare() + self.text.transformer.prepare() + self.sequence_attention.transformer.prepare()


# Vision transformer of CLIP. Every token is normalised and projected, not the class token alone: the sequence-wise
# attention looks at all of them.
class ImageEncoder(Module):
  __parameters__ = ["patch_weight", "class_token", "position", "norm_before_weight", "norm_before_bias", "norm_after_weight", "norm_after_bias", "projection", ]
  __buffers__ = ["mean", "deviation", ]
  mean : Tensor                    # 3 1 1
  deviation : Tensor               # 3 1 1
  stem : __torch__.Stem
  patch_weight : Tensor            # M (channels * side * side)
  class_token : Tensor             # M
  position : Tensor                # P M
  norm_before_weight : Tensor
  norm_before_bias : Tensor
  transformer : __torch__.Layers
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  projection : Tensor              # D M
  patch : int                      # side of a patch in what the stem returns
  epsilon : float
  training : bool

  def forward(self, pixels: Tensor) -> Tensor:
    return self.project(self.transform(self.embed(pixels)))                             # B P D

  # What the transformer reads.
  def embed(self, pixels: Tensor) -> Tensor:
    x = torch.to(pixels, self.patch_weight.dtype) / 255.                                # B 3 H W
    x = self.stem.forward((x - self.mean) / self.deviation)                             # B channels height width
    x = torch.linear(__torch__.patches(x, self.patch), self.patch_weight, None)         # B N M
    class_token = torch.expand(self.class_token, [torch.size(x, 0), 1, -1])             # B 1 M
    x = torch.cat([class_token, x], 1) + self.position                                  # B P M
    return __torch__.norm(x, self.norm_before_weight, self.norm_before_bias, self.epsilon)          # B P M

  # What it leaves, before the last norm.
  def transform(self, x: Tensor) -> Tensor:
    return self.transformer.forward(x, None, None)                                      # B P M

  def project(self, x: Tensor) -> Tensor:
    x = __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return torch.linear(x, self.projection, None)                                       # B P D


class Stem(ModuleInterface):
  def forward(self, x: Tensor) -> Tensor:
    pass
  def running_statistics(self) -> List[Tensor]:
    pass
  def freeze(self, frozen: bool) -> bool:
    pass


class PatchStem(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def forward(self, x: Tensor) -> Tensor:
    return x

  def running_statistics(self) -> List[Tensor]:
    return annotate(List[Tensor], [])

  def freeze(self, frozen: bool) -> bool:
    return frozen


# Three 3x3 convolutions of stride 2 with batch norm, as "Early convolutions help transformers see better" (Xiao et al., 2021).
class ConvolutionStem(Module):
  __parameters__ = ["conv1_weight", "norm1_weight", "norm1_bias", "conv2_weight", "norm2_weight", "norm2_bias", "conv3_weight", "norm3_weight", "norm3_bias", ]
  __buffers__ = ["norm1_mean", "norm1_variance", "norm2_mean", "norm2_variance", "norm3_mean", "norm3_variance", ]
  conv1_weight : Tensor            # 32 3 3 3
  norm1_weight : Tensor
  norm1_bias : Tensor
  norm1_mean : Tensor
  norm1_variance : Tensor
  conv2_weight : Tensor            # 64 32 3 3
  norm2_weight : Tensor
  norm2_bias : Tensor
  norm2_mean : Tensor
  norm2_variance : Tensor
  conv3_weight : Tensor            # 128 64 3 3
  norm3_weight : Tensor
  norm3_bias : Tensor
  norm3_mean : Tensor
  norm3_variance : Tensor
  frozen : bool
  training : bool

  def forward(self, x: Tensor) -> Tensor:
    x = self.step(x, self.conv1_weight, self.norm1_weight, self.norm1_bias, self.norm1_mean, self.norm1_variance)      # B 32 H/2 W/2
    x = self.step(x, self.conv2_weight, self.norm2_weight, self.norm2_bias, self.norm2_mean, self.norm2_variance)      # B 64 H/4 W/4
    return self.step(x, self.conv3_weight, self.norm3_weight, self.norm3_bias, self.norm3_mean, self.norm3_variance)   # B 128 H/8 W/8

  def step(self, x: Tensor, conv: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    x = torch.conv2d(x, conv, None, [2, 2], [1, 1], [1, 1], 1)
    return torch.relu(torch.batch_norm(x, weight, bias, mean, variance, self.training and not self.frozen, 0.1, 1e-05, False))

  def running_statistics(self) -> List[Tensor]:
    return [self.norm1_mean, self.norm1_variance, self.norm2_mean, self.norm2_variance, self.norm3_mean, self.norm3_variance]

  def freeze(self, frozen: bool) -> bool:
    self.frozen = frozen
    return frozen


# Text transformer of CLIP: causal, so padding behind end-of-text cannot reach it. Every token is projected.
class TextEncoder(Module):
  __parameters__ = ["token", "position", "norm_after_weight", "norm_after_bias", "projection", ]
  __buffers__ = []
  token : Tensor                   # vocabulary M
  position : Tensor                # context M
  transformer : __torch__.Layers
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  projection : Tensor              # D M
  epsilon : float
  training : bool

  def forward(self, tokens: Tensor) -> Tensor:
    return self.project(self.transform(self.embed(tokens)))                             # B T D

  # What the transformer reads.
  def embed(self, tokens: Tensor) -> Tensor:
    x = torch.embedding(self.token, tokens)                                             # B T M
    return x + torch.slice(self.position, 0, 0, torch.size(tokens, 1))

  # Every token after the last norm.
  def transform(self, x: Tensor) -> Tensor:
    x = self.transformer.forward(x, None, None)
    return __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)            # B T M

  def project(self, x: Tensor) -> Tensor:
    return torch.linear(x, self.projection, None)                                       # B T D


# Transformer encoder over [class token, patches, text tokens] (section 3.2.1). The encoders' tokens know their places
# already, so no positions are added; the learned modality vectors (as the segment embeddings of BERT) start at zero,
# which is the paper's module. Padding and missing modalities are masked.
class SequenceAttention(Module):
  __parameters__ = ["modality", "norm_after_weight", "norm_after_bias", ]
  __buffers__ = []
  modality : Tensor                # 2 D
  transformer : __torch__.Layers
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tuple[Tensor, Tensor]:
    image_tokens = torch.size(image, 1)
    x = torch.cat([image + self.modality[0], text + self.modality[1]], 1)               # B S D
    seen = __torch__.seen(image_tokens, torch.size(text, 1), has_image, has_text, length)           # B S
    mask = annotate(Optional[Tensor], None)
    if not bool(torch.all(seen)):                                                       # without a mask the kernel is faster
      mask = torch.unsqueeze(torch.unsqueeze(seen, 1), 1)                               # B 1 1 S
    end = image_tokens + __torch__.end_of_text(length)                                  # B
    wanted = torch.stack([torch.zeros_like(end), end], 1)                               # B 2
    x = self.transformer.forward(x, mask, wanted)                                       # B 2 D
    x = __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return (torch.select(x, 1, 0), torch.select(x, 1, 1))


# What the three parts above need of a transformer's layers. mask: B 1 1 S, True where a token may be looked at.
# wanted: B Q, places whose output is wanted; the last layer then leaves out all that cannot reach them: of the other
# tokens only keys and values are made.
class Layers(ModuleInterface):
  def forward(self, x: Tensor, mask: Optional[Tensor], wanted: Optional[Tensor]) -> Tensor:
    pass
  def freeze(self, frozen: bool) -> bool:
    pass
  def prepare(self) -> int:
    pass


# Pre-layer-norm transformer with one product for queries, keys and values (equations 1 and 2, in heads).
class Transformer(Module):
  __parameters__ = ["norm1_weight", "norm1_bias", "qkv_weight", "qkv_bias", "out_weight", "out_bias", "norm2_weight", "norm2_bias", "up_weight", "up_bias", "down_weight", "down_bias", ]
  __buffers__ = []
  norm1_weight : Tensor            # L M
  norm1_bias : Tensor              # L M
  qkv_weight : Tensor              # L 3M M
  qkv_bias : Tensor                # L 3M
  out_weight : Tensor              # L M M
  out_bias : Tensor                # L M
  norm2_weight : Tensor            # L M
  norm2_bias : Tensor              # L M
  up_weight : Tensor               # L 4M M
  up_bias : Tensor                 # L 4M
  down_weight : Tensor             # L M 4M
  down_bias : Tensor               # L M
  heads : int
  causal : bool
  quick_gelu : bool
  epsilon : float
  dropout : float
  frozen : bool
  training : bool

  def forward(self, x: Tensor, mask: Optional[Tensor], wanted: Optional[Tensor]) -> Tensor:
    training = self.training and not self.frozen
    layers = torch.size(self.qkv_weight, 0)
    layer = 0
    for n1w, n1b, qkvw, qkvb, ow, ob, n2w, n2b, uw, ub, dw, db in zip(
        torch.unbind(self.norm1_weight, 0), torch.unbind(self.norm1_bias, 0),
        torch.unbind(self.qkv_weight, 0), torch.unbind(self.qkv_bias, 0),
        torch.unbind(self.out_weight, 0), torch.unbind(self.out_bias, 0),
        torch.unbind(self.norm2_weight, 0), torch.unbind(self.norm2_bias, 0),
        torch.unbind(self.up_weight, 0), torch.unbind(self.up_bias, 0),
        torch.unbind(self.down_weight, 0), torch.unbind(self.down_bias, 0)):
      layer = layer + 1
      y = __torch__.norm(x, n1w, n1b, self.epsilon)                                     # B S M
      if wanted is not None and layer == layers:
        x = __torch__.take(x, wanted)                                                   # B Q M
        y = self.attend_from(y, __torch__.take(y, wanted), mask, qkvw, qkvb)            # B Q M
      else:
        y = self.attend(y, mask, qkvw, qkvb)                                            # B S M
      x = x + torch.dropout(torch.linear(y, ow, ob), self.dropout, training)
      y = torch.linear(__torch__.norm(x, n2w, n2b, self.epsilon), uw, ub)               # B S 4M
      y = torch.linear(self.activation(y), dw, db)                                      # B S M
      x = x + torch.dropout(y, self.dropout, training)
    return x

  def attend(self, y: Tensor, mask: Optional[Tensor], weight: Tensor, bias: Tensor) -> Tensor:
    qkv = torch.linear(y, weight, bias)                                                 # B S 3M
    qkv = torch.view(qkv, [torch.size(y, 0), torch.size(y, 1), 3, self.heads, -1])      # B S 3 heads M/heads
    q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)                      # B heads S M/heads each
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal)              # B heads S M/heads
    return torch.flatten(torch.transpose(y, 1, 2), 2)                                   # B S M

  # The same with queries from some places only; not for causal transformers.
  def attend_from(self, y: Tensor, asking: Tensor, mask: Optional[Tensor], weight: Tensor, bias: Tensor) -> Tensor:
    width = torch.size(y, 2)
    q = torch.linear(asking, torch.slice(weight, 0, 0, width), torch.slice(bias, 0, 0, width))      # B Q M
    kv = torch.linear(y, torch.slice(weight, 0, width), torch.slice(bias, 0, width))    # B S 2M
    kv = torch.view(kv, [torch.size(y, 0), torch.size(y, 1), 2, self.heads, -1])
    k, v = torch.unbind(torch.permute(kv, [2, 0, 3, 1, 4]), 0)                          # B heads S M/heads each
    q = torch.transpose(torch.view(q, [torch.size(q, 0), torch.size(q, 1), self.heads, -1]), 1, 2)  # B heads Q M/heads
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., False)                    # B heads Q M/heads
    return torch.flatten(torch.transpose(y, 1, 2), 2)                                   # B Q M

  def freeze(self, frozen: bool) -> bool:
    self.frozen = frozen
    return frozen

  def prepare(self) -> int:
    return 0

  def activation(self, x: Tensor) -> Tensor:
    if self.quick_gelu:
      return x * torch.sigmoid(1.702 * x)
    return torch.gelu(x)


# Other ways to bring image and text together, on the same encoders and heads: from all their tokens (image B P E, text B T E)
# to c, one for all tasks (J = 1) or one per task. A missing modality is masked, whatever stands there.
class Joint(ModuleInterface):
  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:    # J B D
    pass


class NoJoint(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    return image


# Sum of CLIP's embeddings, each of length 1 (Radford et al., 2021, section 3.1.2, compares them so).
class ClipSum(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    i = __torch__.present(__torch__.normalize(torch.select(image, 1, 0)), has_image)    # B D
    t = __torch__.present(__torch__.normalize(__torch__.at_end(text, length)), has_text)            # B D
    return torch.unsqueeze(i + t, 0)                                                    # 1 B D


# Both embeddings side by side into one layer, then the heads' MLPs (late fusion; CS224N report, section 3).
class ClipConcat(Module):
  __parameters__ = ["weight", "bias", ]
  __buffers__ = []
  weight : Tensor                  # D 2D
  bias : Tensor                    # D
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    i = __torch__.present(torch.select(image, 1, 0), has_image)                         # B D
    t = __torch__.present(__torch__.at_end(text, length), has_text)                     # B D
    return torch.unsqueeze(torch.relu(torch.linear(torch.cat([i, t], 1), self.weight, self.bias)), 0)  # 1 B D


# Outer product of both embeddings of length 1 (CS224N report, section 3), brought to few dimensions first, each with a 1 behind, so that
# either alone is part of it (Zadeh et al., "Tensor fusion network", EMNLP 2017, equation 2).
class OuterProduct(Module):
  __parameters__ = ["image_weight", "image_bias", "text_weight", "text_bias", "out_weight", "out_bias", ]
  __buffers__ = []
  image_weight : Tensor            # R D
  image_bias : Tensor              # R
  text_weight : Tensor             # R D
  text_bias : Tensor               # R
  out_weight : Tensor              # D (R + 1)^2
  out_bias : Tensor                # D
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    i = torch.linear(__torch__.normalize(torch.select(image, 1, 0)), self.image_weight, self.image_bias)         # B R
    t = torch.linear(__torch__.normalize(__torch__.at_end(text, length)), self.text_weight, self.text_bias)      # B R
    i = __torch__.with_one(__torch__.present(i, has_image))                             # B R+1
    t = __torch__.with_one(__torch__.present(t, has_text))                              # B R+1
    product = torch.flatten(torch.unsqueeze(i, 2) * torch.unsqueeze(t, 1), 1)           # B (R+1)^2
    return torch.unsqueeze(torch.linear(product, self.out_weight, self.out_bias), 0)    # 1 B D


# Image and text in one transformer behind a class token of its own, of width W. Of the encoders' outputs (clip-transformer);
# of the image encoder's outputs and the words themselves (MMBT: Kiela et al., 2019, section 3: image features projected as
# tokens); of patches and words themselves (one-stream, the architecture of ViLT, Kim et al., 2021, section 3.1, and the like).
class SingleStream(Module):
  __parameters__ = ["class_token", "modality", "image_weight", "image_bias", "text_weight", "text_bias", "norm_after_weight", "norm_after_bias", "out_weight", "out_bias", ]
  __buffers__ = []
  class_token : Tensor             # W
  modality : Tensor                # 2 W
  image_weight : Tensor            # W D or W M; no rows where the image has that width already
  image_bias : Tensor
  text_weight : Tensor             # likewise
  text_bias : Tensor
  transformer : __torch__.Transformer
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  out_weight : Tensor              # D W; no rows where W is D
  out_bias : Tensor
  patches : bool                   # whether it reads patches instead of the image encoder's outputs
  words : bool                     # whether it reads words instead of the text encoder's outputs
  width : int                      # D
  epsilon : float
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    image = __torch__.part(image, self.width, self.patches)                             # B P D or M
    text = __torch__.part(text, self.width, self.words)                                 # B T D or M
    image = __torch__.brought(image, self.image_weight, self.image_bias)                # B P W
    text = __torch__.brought(text, self.text_weight, self.text_bias)                    # B T W
    first = torch.expand(self.class_token, [torch.size(image, 0), 1, -1])               # B 1 W
    x = torch.cat([first, image + self.modality[0], text + self.modality[1]], 1)        # B 1+S W
    seen = __torch__.seen(torch.size(image, 1), torch.size(text, 1), has_image, has_text, length)   # B S
    seen = torch.cat([torch.ones_like(torch.slice(seen, 1, 0, 1)), seen], 1)            # B 1+S
    wanted = torch.unsqueeze(torch.zeros_like(length), 1)                               # B 1
    x = self.transformer.forward(x, torch.unsqueeze(torch.unsqueeze(seen, 1), 1), wanted)           # B 1 W
    x = __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return torch.transpose(__torch__.brought(x, self.out_weight, self.out_bias), 0, 1)  # 1 B D


# The title looks at the picture; c stands at its end. With cross-attention alone: text queries, image keys and values (CS224N
# report, section 3). With causal self-attention before it in each layer: the multimodal decoder of CoCa (Yu et al., 2022,
# section 3.2), whose unimodal part is the text encoder and whose contrastive loss stands beside the tasks'.
class TextDecoder(Module):
  __parameters__ = ["nothing_said", "norm_after_weight", "norm_after_bias", ]
  __buffers__ = []
  nothing_said : Tensor            # D      looks at the picture where there is no title
  decoder : __torch__.Decoder
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    said = torch.unsqueeze(torch.unsqueeze(has_text, 1), 2)                             # B 1 1
    x = torch.where(said, text, self.nothing_said)                                      # B T D
    mask = torch.expand(torch.unsqueeze(has_image, 1), [-1, torch.size(image, 1)])      # B P
    x = self.decoder.forward(x, image, mask)                                            # B T D
    end = torch.masked_fill(__torch__.end_of_text(length), torch.logical_not(has_text), 0)          # B
    x = __torch__.take(x, torch.unsqueeze(end, 1))                                      # B 1 D
    x = __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return torch.transpose(x, 0, 1)                                                     # 1 B D


# Each feature of c comes from one of the modalities, drawn anew for every feature; now and then one of two modalities is left
# out (Choi and Lee, "EmbraceNet", 2019, sections 3.2 to 3.4). When serving, c is the mean over all draws.
class EmbraceNet(Module):
  __parameters__ = ["image_weight", "image_bias", "text_weight", "text_bias", ]
  __buffers__ = []
  image_weight : Tensor            # D D    docking layers
  image_bias : Tensor              # D
  text_weight : Tensor             # D D
  text_bias : Tensor               # D
  modality_dropout : float
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    i = torch.relu(torch.linear(torch.select(image, 1, 0), self.image_weight, self.image_bias))     # B D
    t = torch.relu(torch.linear(__torch__.at_end(text, length), self.text_weight, self.text_bias))  # B D
    i = __torch__.present(i, has_image)
    t = __torch__.present(t, has_text)
    both = torch.logical_and(has_image, has_text)                                       # B
    share = torch.masked_fill(torch.to(has_image, i.dtype), both, 0.5)                  # B      chance of the image
    if self.training:
      draw = torch.rand_like(share, dtype=6)                                            # B      float32 in any model
      share = torch.masked_fill(share, torch.logical_and(both, draw < self.modality_dropout / 2.), 0.)
      share = torch.masked_fill(share, torch.logical_and(both, draw > 1. - self.modality_dropout / 2.), 1.)
      return torch.unsqueeze(torch.where(torch.rand_like(i, dtype=6) < torch.unsqueeze(share, 1), i, t), 0)  # 1 B D
    share = torch.unsqueeze(share, 1)                                                   # B 1
    return torch.unsqueeze(share * i + (1. - share) * t, 0)                             # 1 B D


# A few latents read both sequences, think, and are asked by a query per task (Jaegle et al., "Perceiver IO", 2022, section 3).
class Perceiver(Module):
  __parameters__ = ["latents", "modality", "queries", "norm_after_weight", "norm_after_bias", ]
  __buffers__ = []
  latents : Tensor                 # R D
  modality : Tensor                # 2 D
  queries : Tensor                 # K D
  read : __torch__.Decoder
  transformer : __torch__.Transformer
  ask : __torch__.Decoder
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float
  training : bool

  def forward(self, image: Tensor, text: Tensor, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
    listings = torch.size(image, 0)
    sequence = torch.cat([image + self.modality[0], text + self.modality[1]], 1)        # B S D
    seen = __torch__.seen(torch.size(image, 1), torch.size(text, 1), has_image, has_text, length)   # B S
    x = torch.expand(torch.unsqueeze(self.latents, 0), [listings, -1, -1])              # B R D
    x = self.transformer.forward(self.read.forward(x, sequence, seen), None, None)      # B R D
    all = torch.ones_like(torch.slice(torch.select(x, 2, 0), 1), dtype=11)              # B R
    query = torch.expand(torch.unsqueeze(self.queries, 0), [listings, -1, -1])          # B K D
    x = self.ask.forward(query, x, all)                                                 # B K D
    x = __torch__.norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return torch.transpose(x, 0, 1)                                                     # K B D


# Layers in which x looks at y: cross-attention and MLP, with causal self-attention of x before where there are weights for it.
class Decoder(Module):
  __parameters__ = ["self_norm_weight", "self_norm_bias", "self_qkv_weight", "self_qkv_bias", "self_out_weight", "self_out_bias", "norm1_weight", "norm1_bias", "query_weight", "query_bias", "seen_norm_weight", "seen_norm_bias", "seen_weight", "seen_bias", "out_weight", "out_bias", "norm2_weight", "norm2_bias", "up_weight", "up_bias", "down_weight", "down_bias", ]
  __buffers__ = []
  self_norm_weight : Tensor        # L D, or 0 D; likewise the next five
  self_norm_bias : Tensor
  self_qkv_weight : Tensor         # L 3D D
  self_qkv_bias : Tensor           # L 3D
  self_out_weight : Tensor         # L D D
  self_out_bias : Tensor           # L D
  norm1_weight : Tensor            # L D
  norm1_bias : Tensor              # L D
  query_weight : Tensor            # L D D
  query_bias : Tensor              # L D
  seen_norm_weight : Tensor        # L D
  seen_norm_bias : Tensor          # L D
  seen_weight : Tensor             # L 2D D     keys and values
  seen_bias : Tensor               # L 2D
  out_weight : Tensor              # L D D
  out_bias : Tensor                # L D
  norm2_weight : Tensor            # L D
  norm2_bias : Tensor              # L D
  up_weight : Tensor               # L 4D D
  up_bias : Tensor                 # L 4D
  down_weight : Tensor             # L D 4D
  down_bias : Tensor               # L D
  heads : int
  epsilon : float
  dropout : float
  training : bool

  def forward(self, x: Tensor, y: Tensor, mask: Tensor) -> Tensor:                      # B Q D, B S D, B S -> B Q D
    blind = torch.logical_not(torch.any(mask, 1, True))                                 # B 1      sees nothing at all
    open = torch.unsqueeze(torch.unsqueeze(torch.logical_or(mask, blind), 1), 1)        # B 1 1 S
    blind = torch.unsqueeze(blind, 2)                                                   # B 1 1
    y = torch.masked_fill(y, torch.unsqueeze(torch.logical_not(mask), 2), 0.)
    for layer in range(torch.size(self.query_weight, 0)):
      if torch.size(self.self_qkv_weight, 0) > 0:
        z = __torch__.norm(x, self.self_norm_weight[layer], self.self_norm_bias[layer], self.epsilon)
        qkv = self.heads_of(torch.linear(z, self.self_qkv_weight[layer], self.self_qkv_bias[layer]), 3)
        z = torch.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], None, 0., True)  # B heads Q D/heads
        z = torch.linear(torch.flatten(torch.transpose(z, 1, 2), 2), self.self_out_weight[layer], self.self_out_bias[layer])
        x = x + torch.dropout(z, self.dropout, self.training)
      z = __torch__.norm(x, self.norm1_weight[layer], self.norm1_bias[layer], self.epsilon)
      q = self.heads_of(torch.linear(z, self.query_weight[layer], self.query_bias[layer]), 1)
      z = __torch__.norm(y, self.seen_norm_weight[layer], self.seen_norm_bias[layer], self.epsilon)
      kv = self.heads_of(torch.linear(z, self.seen_weight[layer], self.seen_bias[layer]), 2)
      z = torch.scaled_dot_product_attention(q[0], kv[0], kv[1], open, 0., False)       # B heads Q D/heads
      z = torch.linear(torch.flatten(torch.transpose(z, 1, 2), 2), self.out_weight[layer], self.out_bias[layer])
      x = x + torch.dropout(torch.masked_fill(z, blind, 0.), self.dropout, self.training)
      z = torch.linear(__torch__.norm(x, self.norm2_weight[layer], self.norm2_bias[layer], self.epsilon), self.up_weight[layer], self.up_bias[layer])
      z = torch.linear(z * torch.sigmoid(1.702 * z), self.down_weight[layer], self.down_bias[layer])
      x = x + torch.dropout(z, self.dropout, self.training)
    return x

  # B S nD -> n of B heads S D/heads
  def heads_of(self, x: Tensor, n: int) -> List[Tensor]:
    x = torch.view(x, [torch.size(x, 0), torch.size(x, 1), n, self.heads, -1])
    return torch.unbind(torch.permute(x, [2, 0, 3, 1, 4]), 0)


def norm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: float) -> Tensor:
  return torch.layer_norm(x, [torch.size(x, -1)], weight, bias, epsilon)

def normalize(x: Tensor) -> Tensor:                                                     # to L2 norm 1
  return x / torch.clamp_min(torch.norm(x, 2, [-1], True), 1e-12)

def present(x: Tensor, has: Tensor) -> Tensor:                                          # B Y; 0 where the modality is missing
  return torch.masked_fill(x, torch.unsqueeze(torch.logical_not(has), 1), 0.)

def end_of_text(length: Tensor) -> Tensor:                                              # B; a missing text may say any length
  return torch.clamp_min(length - 1, 0)

def at_end(text: Tensor, length: Tensor) -> Tensor:                                     # B T D -> B D, at end-of-text
  return torch.squeeze(__torch__.take(text, torch.unsqueeze(__torch__.end_of_text(length), 1)), 1)

def part(x: Tensor, width: int, behind: bool) -> Tensor:                                # B S E -> B S D, or what is behind it
  if behind:
    return torch.slice(x, 2, width)
  return torch.slice(x, 2, 0, width)

def brought(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:                         # to another width, where there are weights
  if torch.size(weight, 0) == 0:
    return x
  return torch.linear(x, weight, bias)

def with_one(x: Tensor) -> Tensor:                                                      # B R -> B R+1
  return torch.cat([x, torch.ones_like(torch.slice(x, 1, 0, 1))], 1)

# Which tokens of [image, text] may be looked at: B P+T, neither padding nor of a missing modality.
def seen(image_tokens: int, text_tokens: int, has_image: Tensor, has_text: Tensor, length: Tensor) -> Tensor:
  place = torch.arange(text_tokens, dtype=4, layout=0, device=length.device, pin_memory=False)
  text = torch.logical_and(place < torch.unsqueeze(length, 1), torch.unsqueeze(has_text, 1))            # B T
  image = torch.expand(torch.unsqueeze(has_image, 1), [-1, image_tokens])               # B P
  return torch.cat([image, text], 1)

def spread(x: Tensor, has: Tensor) -> Tensor:                                           # J S M, B with J True -> B S M, 0 elsewhere
  if torch.size(x, 0) == torch.size(has, 0):
    return x
  y = torch.new_zeros(x, [torch.size(has, 0), torch.size(x, 1), torch.size(x, 2)])
  return torch.index_copy(y, 0, torch.squeeze(torch.nonzero(has), 1), x)

def take(x: Tensor, places: Tensor) -> Tensor:                                          # B S M, B Q -> B Q M
  return torch.gather(x, 1, torch.expand(torch.unsqueeze(places, 2), [-1, -1, torch.size(x, 2)]))

def patches(x: Tensor, side: int) -> Tensor:                                            # B c h w -> B N (c * side * side)
  b, c, h, w = torch.size(x)
  x = torch.view(x, [b, c, torch.floordiv(h, side), side, torch.floordiv(w, side), side])
  return torch.flatten(torch.flatten(torch.permute(x, [0, 2, 4, 1, 3, 5]), 3), 1, 2)
