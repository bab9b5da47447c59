# Layers in which x attends to y: cross-attention and MLP, preceded by causal self-attention of x when it has weights.
class Decoder(Module):
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

  def forward(self, x, y, mask):                            # B Q D, B S D, B S -> B Q D
    blind = torch.logical_not(torch.any(mask, 1, True))                                 # B 1      everything is masked
    open = torch.logical_or(mask, blind).unsqueeze(1).unsqueeze(1)                      # B 1 1 S
    blind = blind.unsqueeze(2)                                                          # B 1 1
    y = y.masked_fill(torch.logical_not(mask).unsqueeze(2), 0.)
    for layer in range(self.query_weight.size(0)):
      if self.self_qkv_weight.size(0) > 0:
        z = norm(x, self.self_norm_weight[layer], self.self_norm_bias[layer], self.epsilon)
        z = torch.linear(z, self.self_qkv_weight[layer], self.self_qkv_bias[layer])     # B Q 3D
        q, k, v = split_heads(z, 3, self.heads)                                         # B heads Q D/heads each
        z = torch.scaled_dot_product_attention(q, k, v, None, 0., True)                 # B heads Q D/heads
        z = torch.linear(merge_heads(z), self.self_out_weight[layer], self.self_out_bias[layer])
        x = x + torch.dropout(z, self.dropout, self.training)
      z = norm(x, self.norm1_weight[layer], self.norm1_bias[layer], self.epsilon)
      q = split_heads(torch.linear(z, self.query_weight[layer], self.query_bias[layer]), 1, self.heads)[0]
      z = norm(y, self.seen_norm_weight[layer], self.seen_norm_bias[layer], self.epsilon)
      k, v = split_heads(torch.linear(z, self.seen_weight[layer], self.seen_bias[layer]), 2, self.heads)
      z = torch.scaled_dot_product_attention(q, k, v, open, 0., False)                  # B heads Q D/heads
      z = torch.linear(merge_heads(z), self.out_weight[layer], self.out_bias[layer])
      x = x + torch.dropout(z.masked_fill(blind, 0.), self.dropout, self.training)
      z = norm(x, self.norm2_weight[layer], self.norm2_bias[layer], self.epsilon)
      z = torch.linear(z, self.up_weight[layer], self.up_bias[layer])                   # B Q 4D
      z = torch.linear(z * torch.sigmoid(1.702 * z), self.down_weight[layer], self.down_bias[layer])
      x = x + torch.dropout(z, self.dropout, self.training)
    return x
