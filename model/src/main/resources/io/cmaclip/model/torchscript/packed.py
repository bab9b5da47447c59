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


# For widths at which setting up oneDNN's products costs more than they save. The residual branches are added by the products, the
# activation works in place, and weights are split into layers once.
class NarrowTransformer(Transformer):
  __parameters__ = []              # the weights are released once they are split
  of_layers : List[Tensor]         # 12 of each layer in the order of use, products transposed

  # The factor of the activation is moved into the weights as above.
  def prepare(self) -> int:
    factor = 1.
    if self.quick_gelu:
      factor = 1.702
    layers = self.out_bias.size(0)
    for layer in range(layers):
      self.of_layers.extend([
          self.norm1_weight[layer], self.norm1_bias[layer],
          self.qkv_weight[layer].t().contiguous(), self.qkv_bias[layer],
          self.out_weight[layer].t().contiguous(), self.out_bias[layer],
          self.norm2_weight[layer], self.norm2_bias[layer],
          (self.up_weight[layer] * factor).t().contiguous(), self.up_bias[layer] * factor,
          (self.down_weight[layer] / factor).t().contiguous(), self.down_bias[layer]])
    self.qkv_weight = self.qkv_weight.new_empty([0])
    self.out_weight = self.out_weight.new_empty([0])
    self.up_weight = self.up_weight.new_empty([0])
    self.down_weight = self.down_weight.new_empty([0])
    return layers

  def forward(self, x, mask: Optional[Tensor], wanted: Optional[Tensor]):
    b, s, m = x.size()
    x = x.flatten(0, 1)                                                                 # (B S) M
    layers = len(self.of_layers) // 12
    for layer in range(layers):
      n1w, n1b, qkvw, qkvb, ow, ob, n2w, n2b, uw, ub, dw, db = self.of_layers[12 * layer:12 * layer + 12]
      y = norm(x, n1w, n1b, self.epsilon)                                               # (B S) M
      if wanted is not None and layer == layers - 1:
        q = take(y.view([b, s, m]), wanted).flatten(0, 1)                               # (B Q) M
        q = torch.addmm(qkvb.slice(0, 0, m), q, qkvw.slice(1, 0, m)).view([b, -1, m])   # B Q M
        kv = torch.addmm(qkvb.slice(0, m), y, qkvw.slice(1, m)).view([b, s, 2 * m])     # B S 2M
        y = self.attend_few(q, kv, mask)                                                # B Q M
        x = take(x.view([b, s, m]), wanted).flatten(0, 1)                               # (B Q) M
      else:
        y = self.attend_all(torch.addmm(qkvb, y, qkvw).view([b, s, 3 * m]), mask)       # B S M
      x = torch.add(x, ob).addmm_(y.flatten(0, 1), ow)                                  # (B S) M
      y = self.activate(torch.addmm(ub, norm(x, n2w, n2b, self.epsilon), uw))           # (B S) 4M
      x = x.add_(db).addmm_(y, dw)                                                      # (B S) M
    return x.view([b, -1, m])

  def attend_all(self, qkv, mask: Optional[Tensor]):                                    # B S 3M -> B S M
    q, k, v = split_heads(qkv, 3, self.heads)                                           # B heads S M/heads each
    return merge_heads(torch.scaled_dot_product_attention(q, k, v, mask, 0., self.causal))

  def attend_few(self, q, kv, mask: Optional[Tensor]):                                  # B Q M, B S 2M -> B Q M
    k, v = split_heads(kv, 2, self.heads)                                               # B heads S M/heads each
    return merge_heads(torch.scaled_dot_product_attention(split_heads(q, 1, self.heads)[0], k, v, mask, 0., False))

  def activate(self, x):
    if self.quick_gelu:
      return torch.silu_(x)
    return torch.gelu(x)
