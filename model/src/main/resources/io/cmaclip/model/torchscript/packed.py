# The transformer of cma_clip.py for serving on a CPU: weights in oneDNN's layout, activation and sum fused into the products.
# Same equations and weights; only for PyTorch builds with oneDNN, not for training.
# Letters in the shapes as in cma_clip.py.


class PackedTransformer(Transformer):
  __parameters__ = []              # the weights are released once they are packed
  qkv : List[Tensor]               # L of 3M M, packed; likewise the next three
  out : List[Tensor]
  up : List[Tensor]
  down : List[Tensor]
  last_q : List[Tensor]            # 1 of M M: the last layer's, for queries from some positions only
  last_kv : List[Tensor]           # 1 of 2M M

  # x sigmoid(1.702 x) = silu(1.702 x) / 1.702: the factor is moved into the weights on both sides of the activation, and oneDNN
  # can fuse silu (swish) into a product.
  def prepare(self) -> int:
    layers, width = self.out_bias.size()
    factor = 1.
    if self.quick_gelu:
      factor = 1.702
    for layer in range(layers):
      self.qkv.append(pack(self.qkv_weight[layer]))
      self.out.append(pack(self.out_weight[layer]))
      self.up.append(pack(self.up_weight[layer] * factor))
      self.down.append(pack(self.down_weight[layer] / factor))
    last = self.qkv_weight[layers - 1]
    self.last_q.append(pack(last.slice(0, 0, width)))
    self.last_kv.append(pack(last.slice(0, width)))
    self.up_bias = self.up_bias * factor
    self.qkv_weight = self.qkv_weight.new_empty([0])
    self.out_weight = self.out_weight.new_empty([0])
    self.up_weight = self.up_weight.new_empty([0])
    self.down_weight = self.down_weight.new_empty([0])
    return layers

  def forward(self, x, mask: Optional[Tensor], wanted: Optional[Tensor]):
    layers = len(self.qkv)
    layer = 0
    for n1w, n1b, qkvw, qkvb, ow, ob, n2w, n2b, uw, ub, dw, db in zip(
        self.norm1_weight.unbind(0), self.norm1_bias.unbind(0), self.qkv, self.qkv_bias.unbind(0),
        self.out, self.out_bias.unbind(0), self.norm2_weight.unbind(0), self.norm2_bias.unbind(0),
        self.up, self.up_bias.unbind(0), self.down, self.down_bias.unbind(0)):
      layer = layer + 1
      y = norm(x, n1w, n1b, self.epsilon)                                               # B S M
      if wanted is not None and layer == layers:
        x = take(x, wanted)                                                             # B Q M
        y = self.attend_from(y, take(y, wanted), mask, qkvw, qkvb)                      # B Q M
      else:
        y = self.attend(y, mask, qkvw, qkvb)                                            # B S M
      x = linear_add(y, ow, ob, x)
      y = self.linear_activation(norm(x, n2w, n2b, self.epsilon), uw, ub)               # B S 4M
      x = linear_add(y, dw, db, x)                                                      # B S M
    return x

  def attend(self, y, mask: Optional[Tensor], weight, bias):
    q, k, v = split_heads(linear(y, weight, bias), 3, self.heads)                       # B heads S M/heads each
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal)              # B heads S M/heads
    return merge_heads(y)                                                               # B S M

  # Uses the packed parts of the weight only.
  def attend_from(self, y, query, mask: Optional[Tensor], weight, bias):
    width = y.size(2)
    q = linear(query, self.last_q[0], bias.slice(0, 0, width))                          # B Q M
    k, v = split_heads(linear(y, self.last_kv[0], bias.slice(0, width)), 2, self.heads) # B heads S M/heads each
    y = torch.scaled_dot_product_attention(split_heads(q, 1, self.heads)[0], k, v, mask, 0., False) # B heads Q M/heads
    return merge_heads(y)                                                               # B Q M

  def linear_activation(self, x, weight, bias):
    if self.quick_gelu:
      return ops.mkldnn._linear_pointwise(x, weight, bias, "swish", annotate(List[Optional[number]], []), "")
    return ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")


# The layout is optimised for about this many rows and works for any number.
def pack(weight):                                                                       # out in -> the same, opaque
  return ops.mkldnn._reorder_linear_weight(weight.contiguous(), 1024)

def linear(x, weight, bias):
  return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

def linear_add(x, weight, bias, to):
  return ops.mkldnn._linear_pointwise(x, to, weight, bias, "add")
