# The transformer of cma_clip.py with products in int8 or bfloat16, for serving on a CPU. Norms, softmax and the sum of the
# residual branches stay in float32. Only for PyTorch builds with oneDNN, not for training.
# Letters in the shapes as in cma_clip.py.


# Weights in int8 with a scale per output channel; activations in unsigned 7 or 8 bits with a scale per token, so that a listing's
# outputs do not depend on the rest of its batch.
class Int8Transformer(Transformer):
  __parameters__ = []              # the weights are released once they are quantised
  qkv : List[Tensor]               # 4 per layer, see quantise; likewise the next three
  out : List[Tensor]
  up : List[Tensor]
  down : List[Tensor]
  last_q : List[Tensor]            # the last layer's, for queries from some positions only
  last_kv : List[Tensor]
  middle : List[Tensor]            # 1 of (): the level of an activation of 0, plus 0.5 for rounding
  levels : int                     # largest level of an activation: 63, or 127 where products of 8 bits cannot overflow

  # x sigmoid(1.702 x) = silu(1.702 x) / 1.702: the factor is moved into the weights on both sides of the activation.
  def prepare(self) -> int:
    layers, width = self.out_bias.size()
    factor = 1.
    if self.quick_gelu:
      factor = 1.702
    for layer in range(layers):
      quantise(self.qkv, self.qkv_weight[layer], self.levels)
      quantise(self.out, self.out_weight[layer], self.levels)
      quantise(self.up, self.up_weight[layer] * factor, self.levels)
      quantise(self.down, self.down_weight[layer] / factor, self.levels)
    last = self.qkv_weight[layers - 1]
    quantise(self.last_q, last.slice(0, 0, width), self.levels)
    quantise(self.last_kv, last.slice(0, width), self.levels)
    self.up_bias = self.up_bias * factor
    self.middle.append(torch.full_like(self.up_bias[0][0], float(self.levels) + 1.5))
    self.qkv_weight = self.qkv_weight.new_empty([0])
    self.out_weight = self.out_weight.new_empty([0])
    self.up_weight = self.up_weight.new_empty([0])
    self.down_weight = self.down_weight.new_empty([0])
    return layers

  def forward(self, x, mask: Optional[Tensor], wanted: Optional[Tensor]):
    layers = self.out_bias.size(0)
    for layer in range(layers):
      y = norm(x, self.norm1_weight[layer], self.norm1_bias[layer], self.epsilon)       # B S M
      if wanted is not None and layer == layers - 1:
        x = take(x, wanted)                                                             # B Q M
        y = self.attend_last(y, take(y, wanted), mask)                                  # B Q M
      else:
        qkv = self.linear(y, self.qkv, layer, self.qkv_bias[layer])                     # B S 3M
        q, k, v = split_heads(qkv, 3, self.heads)                                       # B heads S M/heads each
        y = merge_heads(torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal))   # B S M
      x = x + self.linear(y, self.out, layer, self.out_bias[layer])
      y = norm(x, self.norm2_weight[layer], self.norm2_bias[layer], self.epsilon)       # B S M
      y = self.activate(self.linear(y, self.up, layer, self.up_bias[layer]))            # B S 4M
      x = x + self.linear(y, self.down, layer, self.down_bias[layer])                   # B S M
    return x

  def attend_last(self, y, query, mask: Optional[Tensor]):                              # B S M, B Q M
    width = y.size(2)
    bias = self.qkv_bias[-1]
    q = self.linear(query, self.last_q, 0, bias.slice(0, 0, width))                     # B Q M
    k, v = split_heads(self.linear(y, self.last_kv, 0, bias.slice(0, width)), 2, self.heads)
    y = torch.scaled_dot_product_attention(split_heads(q, 1, self.heads)[0], k, v, mask, 0., False) # B heads Q M/heads
    return merge_heads(y)                                                               # B Q M

  def activate(self, x):
    if self.quick_gelu:
      return torch.silu(x)
    return torch.gelu(x)

  # A token that is not finite has a scale that is not finite, and so are its outputs.
  def linear(self, x, product: List[Tensor], layer: int, bias):                         # B S in -> B S out
    most = torch.maximum(torch.amax(x, [-1], True), torch.neg(torch.amin(x, [-1], True))).clamp_min(1e-12)    # B S 1
    quantised = torch.addcmul(self.middle[0], x, torch.reciprocal(most) * float(self.levels)).to(0)   # B S in, uint8
    i = 4 * layer
    y = ops.onednn.qlinear_pointwise(
        quantised, 1., 0, product[i], product[i + 1], product[i + 2], product[i + 3], 1., 0, 6, "none",
        annotate(List[Optional[number]], []), "")                                       # B S out, float32
    return torch.addcmul(bias, y, most / float(self.levels))


# Appends the weight in oneDNN's layout, its scales, its zero points (0), and what the level of an activation of 0 adds.
def quantise(to: List[Tensor], weight, levels: int) -> int:                             # out in
  scale = weight.abs().amax([1]).clamp_min(1e-12) / 127.                                # out
  quantised = torch.round(weight / scale.unsqueeze(1)).to(1)                            # out in, int8
  to.append(ops.onednn.qlinear_prepack(quantised, None))
  to.append(scale)
  to.append(torch.zeros_like(scale).to(4))
  to.append(quantised.sum([1]).to(6) * scale * float(-(levels + 1)))
  return len(to)


# Weights, products and attention in bfloat16; packed once where oneDNN has bfloat16 products for the processor.
class Bfloat16Transformer(Transformer):
  __parameters__ = []              # the weights are released once they are converted
  qkv : List[Tensor]               # L of 3M M; likewise the next three
  out : List[Tensor]
  up : List[Tensor]
  down : List[Tensor]
  last_q : List[Tensor]            # 1 of M M: the last layer's, for queries from some positions only
  last_kv : List[Tensor]           # 1 of 2M M
  packed : bool

  def prepare(self) -> int:
    layers, width = self.out_bias.size()
    factor = 1.
    if self.quick_gelu:
      factor = 1.702
    for layer in range(layers):
      self.qkv.append(self.pack(self.qkv_weight[layer]))
      self.out.append(self.pack(self.out_weight[layer]))
      self.up.append(self.pack(self.up_weight[layer] * factor))
      self.down.append(self.pack(self.down_weight[layer] / factor))
    last = self.qkv_weight[layers - 1]
    self.last_q.append(self.pack(last.slice(0, 0, width)))
    self.last_kv.append(self.pack(last.slice(0, width)))
    self.qkv_bias = self.qkv_bias.to(15)
    self.out_bias = self.out_bias.to(15)
    self.up_bias = (self.up_bias * factor).to(15)
    self.down_bias = self.down_bias.to(15)
    self.qkv_weight = self.qkv_weight.new_empty([0])
    self.out_weight = self.out_weight.new_empty([0])
    self.up_weight = self.up_weight.new_empty([0])
    self.down_weight = self.down_weight.new_empty([0])
    return layers

  def pack(self, weight):                                                               # out in
    if self.packed:
      return ops.mkldnn._reorder_linear_weight(weight.to(15).contiguous(), 1024)
    return weight.to(15).contiguous()

  def linear(self, x, weight, bias):                                                    # B S in -> B S out, bfloat16
    if self.packed:
      return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")
    return torch.linear(x, weight, bias)

  def forward(self, x, mask: Optional[Tensor], wanted: Optional[Tensor]):
    layers = len(self.qkv)
    for layer in range(layers):
      y = norm(x, self.norm1_weight[layer], self.norm1_bias[layer], self.epsilon).to(15)    # B S M
      if wanted is not None and layer == layers - 1:
        x = take(x, wanted)                                                             # B Q M
        y = self.attend_last(y, take(y, wanted), mask)                                  # B Q M
      else:
        qkv = self.linear(y, self.qkv[layer], self.qkv_bias[layer])                     # B S 3M
        q, k, v = split_heads(qkv, 3, self.heads)                                       # B heads S M/heads each
        y = merge_heads(torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal))   # B S M
      x = x + self.linear(y, self.out[layer], self.out_bias[layer])
      y = norm(x, self.norm2_weight[layer], self.norm2_bias[layer], self.epsilon).to(15)    # B S M
      y = self.activate(self.linear(y, self.up[layer], self.up_bias[layer]))            # B S 4M
      x = x + self.linear(y, self.down[layer], self.down_bias[layer])                   # B S M
    return x

  def attend_last(self, y, query, mask: Optional[Tensor]):                              # B S M, B Q M
    width = y.size(2)
    bias = self.qkv_bias[-1]
    q = self.linear(query, self.last_q[0], bias.slice(0, 0, width))                     # B Q M
    k, v = split_heads(self.linear(y, self.last_kv[0], bias.slice(0, width)), 2, self.heads)
    y = torch.scaled_dot_product_attention(split_heads(q, 1, self.heads)[0], k, v, mask, 0., False) # B heads Q M/heads
    return merge_heads(y)                                                               # B Q M

  def activate(self, x):
    if self.quick_gelu:
      return torch.silu(x)
    return torch.gelu(x)
