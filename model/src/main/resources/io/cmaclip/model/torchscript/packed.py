# The transformer of cma_clip.py for serving on a CPU: weights laid out once as oneDNN's products want them, activation
# and sum fused into the products. Same equations, same weights; for PyTorch builds with oneDNN, and never for training.
# Letters in the shapes as in cma_clip.py.


class PackedTransformer(Module):
  __parameters__ = []
  __buffers__ = []
  norm1_weight : Tensor            # L M
  norm1_bias : Tensor              # L M
  qkv_weight : Tensor              # L 3M M   this and the other products' weights are let go once they are packed
  qkv_bias : Tensor                # L 3M
  out_weight : Tensor              # L M M
  out_bias : Tensor                # L M
  norm2_weight : Tensor            # L M
  norm2_bias : Tensor              # L M
  up_weight : Tensor               # L 4M M
  up_bias : Tensor                 # L 4M
  down_weight : Tensor             # L M 4M
  down_bias : Tensor               # L M
  qkv : List[Tensor]               # L of 3M M, packed; likewise the next three
  out : List[Tensor]
  up : List[Tensor]
  down : List[Tensor]
  last_q : List[Tensor]            # 1 of M M: the last layer's, for queries from some places only
  last_kv : List[Tensor]           # 1 of 2M M
  heads : int
  causal : bool
  quick_gelu : bool
  epsilon : float
  dropout : float
  frozen : bool
  training : bool

  # x sigmoid(1.702 x) is silu(1.702 x) / 1.702: the factor goes into the weights on both sides of the activation, and
  # oneDNN has silu (swish) as the end of a product.
  def prepare(self) -> int:
    layers, width = torch.size(self.out_bias)
    factor = 1.
    if self.quick_gelu:
      factor = 1.702
    for layer in range(layers):
      self.qkv.append(__torch__.packed.pack(self.qkv_weight[layer]))
      self.out.append(__torch__.packed.pack(self.out_weight[layer]))
      self.up.append(__torch__.packed.pack(self.up_weight[layer] * factor))
      self.down.append(__torch__.packed.pack(self.down_weight[layer] / factor))
    last = self.qkv_weight[layers - 1]
    self.last_q.append(__torch__.packed.pack(torch.slice(last, 0, 0, width)))
    self.last_kv.append(__torch__.packed.pack(torch.slice(last, 0, width)))
    self.up_bias = self.up_bias * factor
    self.qkv_weight = torch.new_empty(self.qkv_weight, [0])
    self.out_weight = torch.new_empty(self.out_weight, [0])
    self.up_weight = torch.new_empty(self.up_weight, [0])
    self.down_weight = torch.new_empty(self.down_weight, [0])
    return layers

  def freeze(self, frozen: bool) -> bool:
    return frozen

  def forward(self, x: Tensor, mask: Optional[Tensor], wanted: Optional[Tensor]) -> Tensor:
    layers = len(self.qkv)
    layer = 0
    for n1w, n1b, qkvw, qkvb, ow, ob, n2w, n2b, uw, ub, dw, db in zip(
        torch.unbind(self.norm1_weight, 0), torch.unbind(self.norm1_bias, 0),
        self.qkv, torch.unbind(self.qkv_bias, 0),
        self.out, torch.unbind(self.out_bias, 0),
        torch.unbind(self.norm2_weight, 0), torch.unbind(self.norm2_bias, 0),
        self.up, torch.unbind(self.up_bias, 0),
        self.down, torch.unbind(self.down_bias, 0)):
      layer = layer + 1
      y = __torch__.norm(x, n1w, n1b, self.epsilon)                                     # B S M
      if wanted is not None and layer == layers:
        x = __torch__.take(x, wanted)                                                   # B Q M
        y = self.attend_from(y, __torch__.take(y, wanted), mask, qkvb)                  # B Q M
      else:
        y = self.attend(y, mask, qkvw, qkvb)                                            # B S M
      x = __torch__.packed.linear_add(y, ow, ob, x)
      y = self.linear_activation(__torch__.norm(x, n2w, n2b, self.epsilon), uw, ub)     # B S 4M
      x = __torch__.packed.linear_add(y, dw, db, x)                                     # B S M
    return x

  def attend(self, y: Tensor, mask: Optional[Tensor], weight: Tensor, bias: Tensor) -> Tensor:
    qkv = __torch__.packed.linear(y, weight, bias)                                      # B S 3M
    qkv = torch.view(qkv, [torch.size(y, 0), torch.size(y, 1), 3, self.heads, -1])      # B S 3 heads M/heads
    q, k, v = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)                      # B heads S M/heads each
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal)              # B heads S M/heads
    return torch.flatten(torch.transpose(y, 1, 2), 2)                                   # B S M

  def attend_from(self, y: Tensor, asking: Tensor, mask: Optional[Tensor], bias: Tensor) -> Tensor:
    width = torch.size(y, 2)
    q = __torch__.packed.linear(asking, self.last_q[0], torch.slice(bias, 0, 0, width)) # B Q M
    kv = __torch__.packed.linear(y, self.last_kv[0], torch.slice(bias, 0, width))       # B S 2M
    kv = torch.view(kv, [torch.size(y, 0), torch.size(y, 1), 2, self.heads, -1])
    k, v = torch.unbind(torch.permute(kv, [2, 0, 3, 1, 4]), 0)                          # B heads S M/heads each
    q = torch.transpose(torch.view(q, [torch.size(q, 0), torch.size(q, 1), self.heads, -1]), 1, 2)  # B heads Q M/heads
    y = torch.scaled_dot_product_attention(q, k, v, mask, 0., False)                    # B heads Q M/heads
    return torch.flatten(torch.transpose(y, 1, 2), 2)                                   # B Q M

  def linear_activation(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    if self.quick_gelu:
      return ops.mkldnn._linear_pointwise(x, weight, bias, "swish", annotate(List[Optional[number]], []), "")
    return ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")


# The layout is made for about this many rows and serves any number.
def pack(weight: Tensor) -> Tensor:                                                     # out in -> the same, opaque
  return ops.mkldnn._reorder_linear_weight(torch.contiguous(weight), 1024)

def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  return ops.mkldnn._linear_pointwise(x, weight, bias, "none", annotate(List[Optional[number]], []), "")

def linear_add(x: Tensor, weight: Tensor, bias: Tensor, to: Tensor) -> Tensor:
  return ops.mkldnn._linear_pointwise(x, to, weight, bias, "add")
