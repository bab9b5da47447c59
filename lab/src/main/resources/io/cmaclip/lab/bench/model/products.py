# Square products in float32, the yardstick of the benchmarks: by PyTorch's matmul, and by oneDNN with packed weights.
class Products(Module):
  def matmul(self, x, y):                                                       # n n, n n -> n n
    return torch.matmul(x, y)

  def pack(self, y):                                                                    # n n -> the same, opaque
    return ops.mkldnn._reorder_linear_weight(y, y.size(0))

  def packed(self, x, y):                                                       # n n, packed n n -> n n
    return ops.mkldnn._linear_pointwise(x, y, None, "none", annotate(List[Optional[number]], []), "")
