# CMA-CLIP: Cross-Modality Attention CLIP for Image-Text Classification (Liu et al., 2021). The paper's model, in the order of
# the data flow. Other fusions are in fusions/, the stem of small models is in convolution_stem.py.
#
# Letters in the shapes:
#   B listings        H, W  image height, width      N patches          P = 1 + N image tokens (class token first)
#   T text tokens     S = P + T (s in the paper)     M  width of a transformer                  L its layers
#   D projection width (d in the paper)              K tasks            C classes of all tasks together
#   A = C with auxiliary heads, else 0               F  hidden width of the MLP heads
#
# The weights of a transformer's layers are stacked along the first axis, as are those of the tasks. Device and element type
# follow the inputs and weights, so the same text serves training and serving on any device. ScriptText.java generates
# TorchScript from this dialect: an untyped parameter or result is a Tensor, classes inherit, and every Tensor of a class is a
# parameter.


class CmaClip(Module):
  image : ImageEncoder
  text : TextEncoder
  sequence_attention : SequenceAttention
  modality_query : Tensor          # K D     w of equations 4 and 5, one per task
  hidden_weight : Tensor           # K F D
  hidden_bias : Tensor             # K F
  class_weight : Tensor            # C F
  class_bias : Tensor              # C
  image_class_weight : Tensor      # A D     auxiliary heads
  image_class_bias : Tensor        # A
  text_class_weight : Tensor       # A D
  text_class_bias : Tensor         # A
  logit_scale : Tensor             # ()      logarithm of the scale of the contrastive loss; not used by forward
  classes : List[int]              # K       classes of each task, C in sum
  dropout : float

  # pixels: B 3 H W uint8, RGB; tokens: B T, padded at the end with any id; has_image, has_text: B bool, at least one True;
  # length: B int64, tokens of the title with start and end (0 to T without a title). A missing modality is masked: its pixels
  # or tokens do not affect the result.
  def forward(self, pixels, tokens, has_image, has_text, length) -> Answer:
    image = self.encode_image(pixels)                                                   # B P D
    text = self.encode_text(tokens)                                                     # B T D
    return self.answer(image, text, has_image, has_text, length)

  def encode_image(self, pixels):                           # B 3 H W -> B P D
    return self.image.forward(pixels)

  def encode_text(self, tokens):                            # B T -> B T D
    return self.text.forward(tokens)

  def answer(self, image, text, has_image, has_text, length) -> Answer:
    image_alone = self.pool_image(image)                                                # B D
    text_alone = self.pool_text(text, length)                                           # B D
    c, image_weight = self.fuse(image, text, has_image, has_text, length)               # K B D, B K
    return Answer(
        self.classify(c),                                                               # B C
        image_weight,                                                                   # B K
        # Auxiliary heads: each task from one modality alone, before the fusion. Not in the paper.
        present(torch.linear(image_alone, self.image_class_weight, self.image_class_bias), has_image),  # B A
        present(torch.linear(text_alone, self.text_class_weight, self.text_class_bias), has_text),      # B A
        present(normalize(image_alone), has_image),                                     # B D
        present(normalize(text_alone), has_text))                                       # B D

  def pool_image(self, image):                              # B P D -> B D, at the class token
    return image.select(1, 0)

  def pool_text(self, text, length):                        # B T D -> B D, at end-of-text
    return at_end(text, length)

  # The weighted sum c of both modalities (equation 3), one per task, and the weight lambda of the image.
  def fuse(self, image, text, has_image, has_text, length) -> Tuple[Tensor, Tensor]:
    image, text = self.sequence_wise_attention(image, text, has_image, has_text, length)            # B D, B D   I', T'
    image_weight = self.modality_wise_attention(image, text, has_image, has_text)       # B K
    weight = image_weight.transpose(0, 1).unsqueeze(2)                                  # K B 1
    return (weight * image + (1. - weight) * text, image_weight)                        # K B D, B K

  # Section 3.2.1: I' at the image's class token, T' at end-of-text.
  def sequence_wise_attention(self, image, text, has_image, has_text, length) -> Tuple[Tensor, Tensor]:
    return self.sequence_attention.forward(image, text, has_image, has_text, length)

  # Keyless attention per task (section 3.2.2): the weight lambda of the image, B K; the text has 1 - lambda.
  def modality_wise_attention(self, image, text, has_image, has_text):                  # B D, B D, B, B -> B K
    image_e = torch.linear(image, self.modality_query, None)                            # B K      e_I = w . I'  (equation 4)
    text_e = torch.linear(text, self.modality_query, None)                              # B K      e_T = w . T'  (equation 5)
    e = torch.stack([image_e, text_e], 1)                                               # B 2 K
    missing = torch.logical_not(torch.stack([has_image, has_text], 1))                  # B 2
    e = e.masked_fill(missing.unsqueeze(2), -inf)                                       # a missing modality gets weight 0
    return torch.softmax(e, 1).select(1, 0)                                             # B K      (equation 6)

  # MLP head of each task (section 3.2.3).
  def classify(self, c):                                    # K B D -> B C
    hidden = torch.baddbmm(self.hidden_bias.unsqueeze(1), c, self.hidden_weight.transpose(1, 2))    # K B F
    hidden = torch.dropout(torch.relu(hidden), self.dropout, self.training)
    weights = self.class_weight.split_with_sizes(self.classes, 0)
    biases = self.class_bias.split_with_sizes(self.classes, 0)
    logits = annotate(List[Tensor], [])
    for task in range(len(self.classes)):
      logits.append(torch.linear(hidden[task], weights[task], biases[task]))            # B classes
    return torch.cat(logits, 1)                                                         # B C

  # For serving. Only existing images and titles are encoded: pixels I 3 H W, tokens J T, in the order of their listings. The
  # fields of Answer are concatenated, so that one copy transfers them to the host: B (C + K + A + A + D + D), float32.
  def serve(self, pixels, tokens, has_image, has_text, length):
    encoded = self.no_image(0)
    if pixels.size(0) > 0:
      encoded = self.encode_image(pixels)                                               # I P D
    return self.serve_encoded(encoded, tokens, has_image, has_text, length)

  # What the fusion reads of images, whatever their titles: I 3 H W -> I P D, float32.
  def encoded_images(self, pixels):
    return self.encode_image(pixels).to(6)

  # For serving images whose encoder outputs are known: I P D.
  def serve_encoded(self, encoded, tokens, has_image, has_text, length):
    image = self.no_image(has_image.size(0))                                            # B 1 D, masked, used if there are no images
    text = self.no_text(has_text.size(0))                                               # B 1 D
    if encoded.size(0) > 0:
      image = spread(encoded.to(self.hidden_weight.dtype), has_image)                   # B P D
    if tokens.size(0) > 0:
      text = spread(self.encode_text(tokens), has_text)                                 # B T D
    a = self.answer(image, text, has_image, has_text, length)
    answer = torch.cat([a.logits, a.image_weight, a.image_logits, a.text_logits, a.image_embedding, a.text_embedding], 1)
    return answer.to(6)

  def no_image(self, listings: int):
    return self.hidden_weight.new_zeros([listings, 1, self.hidden_weight.size(2)])

  def no_text(self, listings: int):
    return self.no_image(listings)

  # Running statistics of batch norms, which have no gradient: mean and variance of each.
  def running_statistics(self) -> List[Tensor]:
    return self.image.running_statistics()

  # Frozen encoders run as in serving, also in training mode: no dropout, fixed running statistics.
  def freeze_encoders(self, frozen: bool) -> bool:
    self.image.freeze(frozen)
    return self.text.transformer.freeze(frozen)

  # Called once before serving, for the set-up of the transformers.
  def prepare(self) -> int:
    return self.image.prepare() + self.text.transformer.prepare() + self.sequence_attention.transformer.prepare()


class Answer(NamedTuple):
  logits : Tensor                  # B C
  image_weight : Tensor            # B K     the weight of the text is 1 - image_weight
  image_logits : Tensor            # B A     from the image alone
  text_logits : Tensor             # B A     from the text alone
  image_embedding : Tensor         # B D     length 1
  text_embedding : Tensor          # B D


# Vision transformer of CLIP. Every token is normalised and projected, because the sequence-wise attention uses all tokens.
class ImageEncoder(Module):
  __buffers__ = ["mean", "deviation"]
  mean : Tensor                    # 3 1 1
  deviation : Tensor               # 3 1 1
  patch_weight : Tensor            # M (3 * side * side)
  class_token : Tensor             # M
  position : Tensor                # P M
  norm_before_weight : Tensor
  norm_before_bias : Tensor
  transformer : Transformer
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  projection : Tensor              # D M
  patch : int                      # side of a patch
  epsilon : float

  def forward(self, pixels):
    return self.project(self.transform(self.embed(pixels)))                             # B P D

  # Input of the transformer.
  def embed(self, pixels):
    x = self.patches(self.standardise(pixels))                                          # B N (3 * side * side)
    x = torch.linear(x, self.patch_weight, None)                                        # B N M
    class_token = self.class_token.expand([x.size(0), 1, -1])                           # B 1 M
    x = torch.cat([class_token, x], 1) + self.position                                  # B P M
    return norm(x, self.norm_before_weight, self.norm_before_bias, self.epsilon)        # B P M

  def standardise(self, pixels):                                                        # B 3 H W uint8 -> B 3 H W
    return (pixels.to(self.patch_weight.dtype) / 255. - self.mean) / self.deviation

  # Output of the transformer, before the last norm.
  def transform(self, x):
    return self.transformer.forward(x, None, None)                                      # B P M

  def project(self, x):
    x = norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return torch.linear(x, self.projection, None)                                       # B P D

  def patches(self, x):
    return patches(x, self.patch)

  def running_statistics(self) -> List[Tensor]:
    return annotate(List[Tensor], [])

  def freeze(self, frozen: bool) -> bool:
    return self.transformer.freeze(frozen)

  def prepare(self) -> int:
    return self.transformer.prepare()


# Text transformer of CLIP: causal, so padding after end-of-text does not affect it. Every token is projected.
class TextEncoder(Module):
  token : Tensor                   # vocabulary M
  position : Tensor                # context M
  transformer : Transformer
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  projection : Tensor              # D M
  epsilon : float

  def forward(self, tokens):
    return self.project(self.transform(self.embed(tokens)))                             # B T D

  # Input of the transformer.
  def embed(self, tokens):
    x = torch.embedding(self.token, tokens)                                             # B T M
    return x + self.position.slice(0, 0, tokens.size(1))

  # All tokens after the last norm.
  def transform(self, x):
    x = self.transformer.forward(x, None, None)
    return norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)          # B T M

  def project(self, x):
    return torch.linear(x, self.projection, None)                                       # B T D


# Transformer encoder over [class token, patches, text tokens] (section 3.2.1). The encoders' tokens already contain their
# positions, so none are added. The learned modality vectors (like the segment embeddings of BERT) are initialised to zero,
# which gives the paper's module. Padding and missing modalities are masked.
class SequenceAttention(Module):
  modality : Tensor                # 2 D
  transformer : Transformer
  norm_after_weight : Tensor
  norm_after_bias : Tensor
  epsilon : float

  def forward(self, image, text, has_image, has_text, length) -> Tuple[Tensor, Tensor]:
    x = torch.cat([image + self.modality[0], text + self.modality[1]], 1)               # B S D
    seen = visible(image.size(1), text.size(1), has_image, has_text, length)            # B S
    mask = annotate(Optional[Tensor], None)
    # The kernel is faster without a mask. On a GPU, asking whether all is seen would wait for it, and no CUDA graph could be made.
    if seen.is_cuda or not bool(torch.all(seen)):
      mask = seen.unsqueeze(1).unsqueeze(1)                                             # B 1 1 S
    end = image.size(1) + end_of_text(length)                                           # B
    wanted = torch.stack([torch.zeros_like(end), end], 1)                               # B 2
    x = self.transformer.forward(x, mask, wanted)                                       # B 2 D
    x = norm(x, self.norm_after_weight, self.norm_after_bias, self.epsilon)
    return (x.select(1, 0), x.select(1, 1))                                             # B D, B D


# Pre-layer-norm transformer with one product for queries, keys and values (equations 1 and 2, in heads).
class Transformer(Module):
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

  # mask: B 1 1 S, True for tokens that may be attended to. wanted: B Q, positions whose output is needed; the last layer then
  # computes only keys and values for the other tokens.
  def forward(self, x, mask: Optional[Tensor], wanted: Optional[Tensor]):
    training = self.training and not self.frozen
    layers = self.qkv_weight.size(0)
    layer = 0
    for n1w, n1b, qkvw, qkvb, ow, ob, n2w, n2b, uw, ub, dw, db in zip(
        self.norm1_weight.unbind(0), self.norm1_bias.unbind(0), self.qkv_weight.unbind(0), self.qkv_bias.unbind(0),
        self.out_weight.unbind(0), self.out_bias.unbind(0), self.norm2_weight.unbind(0), self.norm2_bias.unbind(0),
        self.up_weight.unbind(0), self.up_bias.unbind(0), self.down_weight.unbind(0), self.down_bias.unbind(0)):
      layer = layer + 1
      y = norm(x, n1w, n1b, self.epsilon)                                               # B S M
      if wanted is not None and layer == layers:
        x = take(x, wanted)                                                             # B Q M
        y = self.attend_from(y, take(y, wanted), mask, qkvw, qkvb)                      # B Q M
      else:
        y = self.attend(y, mask, qkvw, qkvb)                                            # B S M
      x = x + torch.dropout(torch.linear(y, ow, ob), self.dropout, training)
      y = torch.linear(norm(x, n2w, n2b, self.epsilon), uw, ub)                         # B S 4M
      y = torch.linear(self.activation(y), dw, db)                                      # B S M
      x = x + torch.dropout(y, self.dropout, training)
    return x

  def attend(self, y, mask: Optional[Tensor], weight, bias):                            # B S M, B 1 1 S
    q, k, v = split_heads(torch.linear(y, weight, bias), 3, self.heads)                 # B heads S M/heads each
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal)              # B heads S M/heads
    return merge_heads(y)                                                               # B S M

  # Attention with queries from some positions only; not for causal transformers.
  def attend_from(self, y, query, mask: Optional[Tensor], weight, bias):                # B S M, B Q M, B 1 1 S
    width = y.size(2)
    q = torch.linear(query, weight.slice(0, 0, width), bias.slice(0, 0, width))         # B Q M
    kv = torch.linear(y, weight.slice(0, width), bias.slice(0, width))                  # B S 2M
    k, v = split_heads(kv, 2, self.heads)                                               # B heads S M/heads each
    y = torch.scaled_dot_product_attention(split_heads(q, 1, self.heads)[0], k, v, mask, 0., False) # B heads Q M/heads
    return merge_heads(y)                                                               # B Q M

  def activation(self, x):
    if self.quick_gelu:
      return x * torch.sigmoid(1.702 * x)
    return torch.gelu(x)

  def freeze(self, frozen: bool) -> bool:
    self.frozen = frozen
    return frozen

  def prepare(self) -> int:
    return 0


def norm(x, weight, bias, epsilon: float):
  return torch.layer_norm(x, [x.size(-1)], weight, bias, epsilon)

def split_heads(x, parts: int, heads: int) -> List[Tensor]:                             # B S (parts M) -> each B heads S M/heads
  return x.view([x.size(0), x.size(1), parts, heads, -1]).permute([2, 0, 3, 1, 4]).unbind(0)

def merge_heads(x):                                                                     # B heads S M/heads -> B S M
  return x.transpose(1, 2).flatten(2)

def normalize(x):                                                                       # to L2 norm 1
  return x / torch.norm(x, 2, [-1], True).clamp_min(1e-12)

def present(x, has):                                                                    # B Y, B; 0 where the modality is missing
  return x.masked_fill(torch.logical_not(has).unsqueeze(1), 0.)

def end_of_text(length):                                                                # B; a missing text may have any length
  return (length - 1).clamp_min(0)

def at_end(text, length):                                                               # B T D -> B D, at end-of-text
  return take(text, end_of_text(length).unsqueeze(1)).squeeze(1)

# Tokens of [image, text] that may be attended to: B P+T, without padding and missing modalities.
def visible(image_tokens: int, text_tokens: int, has_image, has_text, length):
  position = torch.arange(text_tokens, dtype=4, layout=0, device=length.device, pin_memory=False)
  text = torch.logical_and(position < length.unsqueeze(1), has_text.unsqueeze(1))       # B T
  image = has_image.unsqueeze(1).expand([-1, image_tokens])                             # B P
  return torch.cat([image, text], 1)

def spread(x, has):                                                                     # J S M, B with J True -> B S M, 0 elsewhere
  if x.size(0) == has.size(0):
    return x
  y = x.new_zeros([has.size(0), x.size(1), x.size(2)])
  return y.index_copy(0, has.nonzero().squeeze(1), x)

def take(x, positions):                                                                 # B S M, B Q -> B Q M
  return x.gather(1, positions.unsqueeze(2).expand([-1, -1, x.size(2)]))

def patches(x, side: int):                                                              # B c h w -> B N (c * side * side)
  b, c, h, w = x.size()
  x = x.view([b, c, h // side, side, w // side, side])
  return x.permute([0, 2, 4, 1, 3, 5]).flatten(3).flatten(1, 2)
