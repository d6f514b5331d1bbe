# damped oscillator fitted by a small network, one hidden layer of tanh units
# E = 1/2 <(f - psi)^2>, heavy ball descent
import numpy as np

rng = np.random.default_rng(3)
N, H = 40, 8
t = np.linspace(0.0, 4.0, N)[:, None]
ψ = np.exp(-0.4 * t) * np.cos(2.5 * t)
τ = (t - t.mean()) / t.std()

ω = rng.normal(0, 1.5, (1, H))
β = rng.normal(0, 0.5, H)
α = rng.normal(0, 0.3, (H, 1))
γ = np.zeros(1)

vω, vβ, vα, vγ = 0 * ω, 0 * β, 0 * α, 0 * γ
η, μ = 0.04, 0.9
STEPS = 400

for n in range(STEPS):
    φ = np.tanh(τ @ ω + β)
    f = φ @ α + γ
    ε = f - ψ
    E = 0.5 * np.mean(ε**2)

    # back
    δ = ε / N
    gα = φ.T @ δ
    gγ = δ.sum(axis=0)
    κ = (δ @ α.T) * (1 - φ**2)
    gω = τ.T @ κ
    gβ = κ.sum(axis=0)

    # kick
    vω = μ * vω - η * gω
    vβ = μ * vβ - η * gβ
    vα = μ * vα - η * gα
    vγ = μ * vγ - η * gγ
    # drift
    ω += vω
    β += vβ
    α += vα
    γ += vγ

    if n % 50 == 0:
        print(f"{n:5d}  E = {E:.6f}")

print("final E", 0.5 * np.mean((np.tanh(τ @ ω + β) @ α + γ - ψ) ** 2))
