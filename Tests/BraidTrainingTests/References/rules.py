"""Numbers of published implementations of rules for loss weights and gradients, for PublishedRuleTests.swift.

    pip install torch scipy cvxpy ecos
    python rules.py FOLDER > ../publishedRules.swift

FOLDER is a checkout of https://github.com/median-research-group/LibMTL (commit 4336804; the rules up to 2021 are also in
LibMTL 1.1.5 on PyPI); it is run, never copied. Each rule runs as it is on one shared parameter whose gradients are set by hand.
"""
import contextlib, io, json, sys, random, textwrap, types
import numpy as np, torch

sys.path.insert(0, sys.argv[1])
# Newer versions of torch have no symeig; this is what it did.
torch.symeig = lambda m, eigenvectors=True: torch.linalg.eigh(m)
import importlib
package = types.ModuleType("LibMTL"); package.__path__ = [sys.argv[1] + "/LibMTL"]; sys.modules["LibMTL"] = package
inner = types.ModuleType("LibMTL.weighting"); inner.__path__ = [sys.argv[1] + "/LibMTL/weighting"]
sys.modules["LibMTL.weighting"] = inner
def rule(module, name): return getattr(importlib.import_module("LibMTL.weighting." + module), name)

torch.set_default_dtype(torch.float64)
G = torch.tensor([[1.0, 0.5, -0.25, 0.0, 2.0], [-0.5, 1.5, 0.25, -1.0, 0.5], [0.25, -2.0, 1.0, 0.5, 0.75]])
LOSSES = torch.tensor([2.0, 0.5, 1.25])

def instance(cls, gradients=G, **members):
    """A rule whose tasks have one shared parameter and these gradients."""
    class Rule(cls):
        def get_share_params(self): return [self.shared]
        def zero_grad_share_params(self):
            if self.shared.grad is not None: self.shared.grad.zero_()
    r = Rule()
    r.task_num, r.device, r.rep_grad, r.epoch = len(gradients), "cpu", False, 5
    r.shared = torch.zeros(gradients.shape[1], requires_grad=True)
    for key, value in members.items(): setattr(r, key, value)
    r.init_param()
    return r

def losses(r, gradients=G, values=LOSSES):
    """Losses with these values whose gradients are these."""
    return torch.stack([values[i] + (gradients[i] * r.shared).sum() for i in range(len(gradients))])

def update(r): return r.shared.grad.detach().tolist()

def gradient(module, name, gradients=G, members={}, **options):
    r = instance(rule(module, name), gradients, **members)
    r.shared.grad = None
    r.backward(losses(r, gradients), **options)
    return update(r)

def weights_of(loss, values):
    """d loss / d losses."""
    values = values.clone().requires_grad_(True)
    return torch.autograd.grad(loss(values), values)[0].tolist()

class Order:
    """Orders of the other tasks, one after the other, in the place of random ones."""
    orders = [[2, 1], [0, 2], [1, 0]]
    def __enter__(self):
        self.next = 0
        def shuffle(items):
            items[:] = Order.orders[self.next % 3]; self.next += 1
        self.old, random.shuffle = random.shuffle, shuffle
        self.oldn, np.random.shuffle = np.random.shuffle, shuffle
    def __exit__(self, *a): random.shuffle, np.random.shuffle = self.old, self.oldn

out = {"gradients": G.tolist(), "losses": LOSSES.tolist(), "orders": Order.orders}
with Order(): out["pcgrad"] = gradient("PCGrad", "PCGrad")
out["cagrad"] = gradient("CAGrad", "CAGrad", calpha=0.5, rescale=0)
for kind in ["none", "l2", "loss", "loss+"]: out["mgda " + kind] = gradient("MGDA", "MGDA", mgda_gn=kind)
try: out["nash-mtl"] = gradient("Nash_MTL", "Nash_MTL", update_weights_every=1, optim_niter=200, max_norm=0)
except Exception as e: print("nash", repr(e), file=sys.stderr)
imtl = instance(rule("IMTL", "IMTL"))
out["imtl-g"] = gradient("IMTL", "IMTL")
out["aligned-mtl"] = gradient("Aligned_MTL", "Aligned_MTL")
r = instance(rule("GradVac", "GradVac"))
with Order():
    out["gradvac"] = []
    for _ in range(3):
        r.shared.grad = None
        r.backward(losses(r), GradVac_beta=0.5, GradVac_group_type=0)
        out["gradvac"].append(update(r))
for alpha in [1.0, 2.0]: out["fairgrad %g" % alpha] = gradient("FairGrad", "FairGrad", FairGrad_alpha=alpha)

# GradDrop on a batch of one example: the representation's gradient is the shared one, its sign positive.
U = torch.tensor([0.1, 0.6, 0.3, 0.9, 0.5])
old, torch.rand_like = torch.rand_like, lambda x: U
cls = rule("GradDrop", "GradDrop")
r = cls(); r.task_num, r.device, r.rep_grad, r.task_name = 3, "cpu", True, ["a", "b", "c"]
base = torch.ones(1, 5, requires_grad=True)
r.rep = base * 1.0
r.rep_tasks = {t: r.rep.detach().clone().requires_grad_(True) for t in r.task_name}
ls = torch.stack([(G[i] * r.rep_tasks[t][0]).sum() for i, t in enumerate(r.task_name)])
r.backward(ls, leak=0.25)
out["graddrop"] = {"uniform": U.tolist(), "leak": 0.25, "update": base.grad[0].tolist()}
torch.rand_like = old

# Loss weights.
N = torch.tensor([0.3, -1.2, 0.7])
out["random"] = {"normal": N.tolist(), "weights": torch.softmax(N, -1).tolist()}
out["geometric-mean"] = weights_of(lambda l: torch.pow(l.prod(), 1 / 3), LOSSES)
r = instance(rule("FAMO", "FAMO"))
steps = torch.tensor([[2.0, 0.5, 1.25], [1.8, 0.49, 1.3], [1.7, 0.4, 1.2], [1.5, 0.45, 1.0]])
out["famo"] = {"losses": steps.tolist(), "weights": []}
for before, after in zip(steps[:-1], steps[1:]):
    l = before.clone().requires_grad_(True)
    r.backward(l, FAMO_w_lr=0.025, FAMO_w_gamma=0.001)
    out["famo"]["weights"].append(l.grad.tolist())
    r.prev_losses = before
    r.update_w(after)
r = instance(rule("STCH", "STCH"))
out["stch"] = {"losses": steps.tolist(), "weights": []}
for epoch, present in enumerate(steps):
    r.epoch = epoch
    l = present.clone().requires_grad_(True)
    with contextlib.redirect_stdout(io.StringIO()): r.backward(l, STCH_mu=0.5, STCH_warmup_epoch=1)
    out["stch"]["weights"].append(l.grad.tolist())
r = instance(rule("UW", "UW")); r.loss_scale = torch.nn.Parameter(torch.zeros(3))
out["uncertainty"] = []
for _ in range(3):
    r.loss_scale.grad = None
    w = r.backward(2 * LOSSES, **{})
    out["uncertainty"].append(list(map(float, w)))
    with torch.no_grad(): r.loss_scale -= 0.1 * r.loss_scale.grad
r = instance(rule("IMTL", "IMTL"))
out["imtl-l"] = []
s = torch.zeros(3, requires_grad=True)
for _ in range(3):
    scaled = s.exp() * LOSSES - s
    out["imtl-l"].append(s.exp().tolist())
    s.grad = None; scaled.sum().backward()
    with torch.no_grad(): s -= 0.1 * s.grad
r = instance(rule("DWA", "DWA"))
r.train_loss_buffer = np.array([[2.0, 1.5], [0.5, 0.45], [1.25, 0.5]]); r.epoch = 2
out["dynamic-average"] = list(map(float, r.backward(LOSSES.clone().requires_grad_(True), T=2.0)))
# GradNorm as published here, with weights that are a softmax: the slope before it, with equal weights.
norms = G.norm(dim=1); first = torch.tensor([2.5, 1.0, 1.25]); w = torch.ones(3, requires_grad=True)
scaled = w * norms; ratios = (LOSSES / first) / (LOSSES / first).mean()
(scaled - (scaled.mean() * ratios ** 1.5).detach()).abs().sum().backward()
out["gradnorm"] = {"first": first.tolist(), "slope": w.grad.tolist()}

print("// Written by References/rules.py with LibMTL (commit 4336804) and PyTorch " + torch.__version__ + "; do not edit.\n")
print("/// What the published implementations make of the gradients and losses in it, as JSON.")
print('let publishedRules = """\n  {')
print(",\n".join(textwrap.fill('"%s": %s' % (key, json.dumps(value)), 118, initial_indent="    ", subsequent_indent="      ",
                                break_long_words=False) for key, value in out.items()))
print('  }\n  """')
