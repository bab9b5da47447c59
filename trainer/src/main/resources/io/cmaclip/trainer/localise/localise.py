# A mask of what a text names, from the outputs of frozen encoders (CS224N report, section 3). One class per fusion; all have
# the same decoder. Letters in the shapes as in cma_clip.py; G = h w positions of patches, P = 1 + G; X channels of the decoder's
# input; R = 8 h * 8 w pixels of the mask.
#   image B P D, text B T D, padded, length B: tokens of each text with start and end; mask B R, 0 or 1


class Localiser(Module):
  decoder : MaskDecoder
  rows : int                       # h
  columns : int                    # w

  # Mean binary cross-entropy.
  def learn(self, image, text, length, mask):               # -> ()
    return torch.binary_cross_entropy_with_logits(self.logits(image, text, length), mask, None, None, 1)

  # Probability that a pixel belongs to the mask.
  def probabilities(self, image, text, length):             # -> B R
    return torch.sigmoid(self.logits(image, text, length))

  def logits(self, image, text, length):
    x = self.fuse(unit(image), unit(text), length.to(4))    # B X h w
    return self.decoder.forward(x)                          # B R

  def grid(self, x):                                        # B (X h w), or B G X by the caller's transpose -> B X h w
    return x.view([x.size(0), -1, self.rows, self.columns])


# Fusions to one vector: a layer spreads it over the positions.
class VectorLocaliser(Localiser):
  spread_weight : Tensor           # (X h w) V
  spread_bias : Tensor

  def fuse(self, image, text, length):
    v = self.vector(image, text, length)                                                # B V
    return self.grid(torch.relu(torch.linear(v, self.spread_weight, self.spread_bias))) # B X h w


# Equation 5: both embeddings side by side.
class Concatenation(VectorLocaliser):
  def vector(self, image, text, length):
    return torch.cat([image.select(1, 0), at_end(text, length)], 1)                     # B 2D


# Equation 3, the report's "CLIP": outer product, of 16 dimensions and a 1 from each side (Zadeh et al., 2017).
class OuterProduct(VectorLocaliser):
  image_weight : Tensor            # 16 D
  image_bias : Tensor
  text_weight : Tensor             # 16 D
  text_bias : Tensor

  def vector(self, image, text, length):
    i = with_one(torch.linear(image.select(1, 0), self.image_weight, self.image_bias))  # B 17
    t = with_one(torch.linear(at_end(text, length), self.text_weight, self.text_bias))  # B 17
    return (i.unsqueeze(2) * t.unsqueeze(1)).flatten(1)                                 # B 289


# Equations 6 and 7: the text asks, the image answers. One vector for each token of the text; D is reduced to 32 for the decoder.
class CrossAttention(VectorLocaliser):
  query_weight : Tensor            # D D
  seen_weight : Tensor             # 2D D      keys and values
  reduce_weight : Tensor           # 32 D
  reduce_bias : Tensor

  def vector(self, image, text, length):
    q = torch.linear(text, self.query_weight, None)                                     # B T D
    k, v = torch.linear(image, self.seen_weight, None).chunk(2, 2)                      # B P D, B P D
    o = torch.scaled_dot_product_attention(q, k, v, None, 0., False)                    # B T D
    o = torch.linear(o, self.reduce_weight, self.reduce_bias)                           # B T 32
    real = torch.arange(text.size(1), dtype=4, layout=0, device=o.device, pin_memory=False) < length.unsqueeze(1)  # B T
    return (o * real.unsqueeze(2)).flatten(1)                                           # B (32 T)


# Fusions that keep the positions: one vector for each patch.
class PositionLocaliser(Localiser):
  spread_weight : Tensor           # X V
  spread_bias : Tensor

  def fuse(self, image, text, length):
    v = self.vectors(image, text, length)                                               # B G V
    return self.grid(torch.relu(torch.linear(v, self.spread_weight, self.spread_bias)).transpose(1, 2).contiguous())


# Both side by side at each position; no attention.
class PositionConcatenation(PositionLocaliser):
  def vectors(self, image, text, length):
    t = at_end(text, length).unsqueeze(1).expand([-1, image.size(1) - 1, -1])           # B G D
    return torch.cat([image.slice(1, 1), t], 2)                                         # B G 2D


# Section 3.2.1 of the CMA-CLIP paper: a transformer over all patches and tokens.
class SequenceWise(PositionLocaliser):
  transformer : Transformer
  modality : Tensor                # 2 D

  def vectors(self, image, text, length):
    b = image.size(0)
    x = torch.cat([image + self.modality[0], text + self.modality[1]], 1)               # B S D
    yes = torch.ones([b], dtype=11, layout=0, device=x.device, pin_memory=False)
    seen = visible(image.size(1), text.size(1), yes, yes, length)                       # B S
    x = self.transformer.forward(x, seen.unsqueeze(1).unsqueeze(1), None)               # B S D
    return unit(x.slice(1, 1, image.size(1)))                                           # B G D


# The same without the text.
class ImageAlone(SequenceWise):
  def vectors(self, image, text, length):
    x = self.transformer.forward(image + self.modality[0], None, None)                  # B P D
    return unit(x.slice(1, 1))                                                          # B G D


# Four times as many rows and columns, then 2 x 2 pixels from each position.
class MaskDecoder(Module):
  conv1_weight : Tensor            # X X 3 3
  conv1_bias : Tensor
  norm1_weight : Tensor
  norm1_bias : Tensor
  conv2_weight : Tensor            # X2 X 3 3
  conv2_bias : Tensor
  norm2_weight : Tensor
  norm2_bias : Tensor
  conv3_weight : Tensor            # X3 X2 3 3
  conv3_bias : Tensor
  norm3_weight : Tensor
  norm3_bias : Tensor
  conv4_weight : Tensor            # 4 X3 3 3
  conv4_bias : Tensor

  def forward(self, x):                                     # B X h w -> B R
    x = self.step(x, self.conv1_weight, self.conv1_bias, self.norm1_weight, self.norm1_bias)  # B X h w
    x = twice(x)                                            # B X 2h 2w
    x = self.step(x, self.conv2_weight, self.conv2_bias, self.norm2_weight, self.norm2_bias)  # B X2 2h 2w
    x = twice(x)                                            # B X2 4h 4w
    x = self.step(x, self.conv3_weight, self.conv3_bias, self.norm3_weight, self.norm3_bias)  # B X3 4h 4w
    x = torch.conv2d(x, self.conv4_weight, self.conv4_bias, [1, 1], [1, 1], [1, 1], 1)        # B 4 4h 4w
    return torch.pixel_shuffle(x, 2).flatten(1)             # B (8h 8w)

  def step(self, x, conv, bias, gain, shift):
    x = torch.conv2d(x, conv, bias, [1, 1], [1, 1], [1, 1], 1)
    return torch.relu(torch.group_norm(x, 8, gain, shift, 1e-05, False))


def twice(x):                                               # B c h w -> B c 2h 2w
  return torch.upsample_nearest2d(x, [2 * x.size(2), 2 * x.size(3)], None, None)

def unit(x):                                                # mean 0, variance 1 over the last axis
  return torch.layer_norm(x, [x.size(-1)], None, None, 1e-05)

def with_one(x):                                            # B R -> B R+1
  return torch.cat([x, torch.ones_like(x.slice(1, 0, 1))], 1)
