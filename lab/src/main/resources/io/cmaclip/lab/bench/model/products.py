# Square products in float32, the yardstick of the benchmarks: by PyTorch's matmul, and by oneDNN with packed weights.
class Products(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  def matmul(self, x: Tensor, y: Tensor) -> Tensor:                                     # n n, n n -> n n
    return torch.matmul(x, y)

  def pack(self, y: Tensor) -> Tensor:                                                  # n n -> the same, opaque
    return ops.mkldnn._reorder_linear_weight(y, torch.size(y, 0))

  def packed(self, x: Tensor, y: Tensor) -> Tensor:                                     # n n, packed n n -> n n
    return ops.mkldnn._linear_pointwise(x, y, None, "none", annotate(List[Optional[number]], []), "")
