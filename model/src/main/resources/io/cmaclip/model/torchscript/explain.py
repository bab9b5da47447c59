# Attention of the tokens of a title to the patches of the image (paper, figure 2). Letters in the shapes as in cma_clip.py.


class Explain(Module):
  model : CmaClip

  # One listing with image and title: inner products of the text tokens' queries with the patches' keys in every layer and
  # head of the sequence-wise attention. pixels: 1 3 H W uint8; tokens: 1 T, unpadded -> L heads T N.
  def products(self, pixels, tokens):
    modality = self.model.sequence_attention.modality
    image = self.model.encode_image(pixels) + modality[0]                               # 1 P D
    text = self.model.encode_text(tokens) + modality[1]                                 # 1 T D
    x = torch.cat([image, text], 1)                                                     # 1 S D
    t = self.model.sequence_attention.transformer
    found = annotate(List[Tensor], [])
    for layer in range(t.qkv_weight.size(0)):
      y = norm(x, t.norm1_weight[layer], t.norm1_bias[layer], t.epsilon)
      qkv = torch.linear(y, t.qkv_weight[layer], t.qkv_bias[layer])                     # 1 S 3D
      q, k, v = split_heads(qkv, 3, t.heads)                                            # 1 heads S D/heads each
      queries = q[0].slice(1, image.size(1))                                            # heads T D/heads
      patches = k[0].slice(1, 1, image.size(1))                                         # heads N D/heads
      found.append(torch.matmul(queries, patches.transpose(1, 2)))                      # heads T N
      y = t.attend(y, None, t.qkv_weight[layer], t.qkv_bias[layer])
      x = x + torch.linear(y, t.out_weight[layer], t.out_bias[layer])
      y = torch.linear(norm(x, t.norm2_weight[layer], t.norm2_bias[layer], t.epsilon), t.up_weight[layer], t.up_bias[layer])
      x = x + torch.linear(t.activation(y), t.down_weight[layer], t.down_bias[layer])
    return torch.stack(found, 0)                                                        # L heads T N
