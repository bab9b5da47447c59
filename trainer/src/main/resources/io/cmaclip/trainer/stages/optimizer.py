# Optimizer steps on lists of tensors that the caller owns; all operations work in place.


class Optimizer(Module):
  # Scales all gradients together so that their norm is at most `largest`; returns the norm before clipping.
  def clip(self, gradients: List[Tensor], largest: float):
    norms = torch._foreach_norm(gradients, 2)
    norm = torch.norm(torch.stack(norms), 2)
    torch._foreach_mul_(gradients, torch.clamp_max(largest * torch.reciprocal(norm + 1e-06), 1.))
    return norm

  # AdamW (Loshchilov and Hutter, 2019, algorithm 2), then gradients back to zero. steps: one scalar per parameter.
  def adamw(self, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], rate: float, decay: float, beta1: float, beta2: float, epsilon: float) -> int:
    torch._foreach_add_(steps, 1.)
    torch._fused_adamw_(parameters, gradients, means, squares, annotate(List[Tensor], []), steps, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False)
    torch._foreach_zero_(gradients)
    return len(parameters)

  # averages += share * (values - averages)
  def average(self, averages: List[Tensor], values: List[Tensor], share: float) -> int:
    torch._foreach_lerp_(averages, values, share)
    return len(averages)

  def assign(self, targets: List[Tensor], values: List[Tensor]) -> int:
    torch._foreach_copy_(targets, values)
    return len(targets)

  def limit(self, values: List[Tensor], most: float) -> int:
    torch._foreach_clamp_max_(values, most)
    return len(values)
