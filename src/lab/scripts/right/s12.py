import numpy as np
r=np.random.RandomState(8)
c=r.randint(0,3,36);X=np.c_[np.cos(2.1*c),np.sin(2.1*c)]+.5*r.randn(36,2);Y=np.eye(3)[c]
S=[2,5,5,3];L=3;m=.9;lr=.1
W=[r.randn(i,o)*.7 for i,o in zip(S,S[1:])];B=[np.zeros(o) for o in S[1:]]
V=[0*w for w in W];U=[0*b for b in B]
for t in range(100):
    # nesterov: look ahead, take the gradient there
    P=[w+m*v for w,v in zip(W,V)];Q=[b+m*u for b,u in zip(B,U)]
    A=[X]
    for i in range(L-1):A.append(np.tanh(A[i]@P[i]+Q[i]))
    s=A[-1]@P[-1]+Q[-1]
    e=np.exp(s-s.max(1,keepdims=True))
    p=e/e.sum(1,keepdims=True)
    if t%25==0:print(t,-(Y*np.log(p)).sum()/len(X))
    d=(p-Y)/len(X)
    for i in range(L-1,-1,-1):
        gW=A[i].T@d;gB=d.sum(0)
        if i:d=d@P[i].T*(1-A[i]**2)
        V[i]=m*V[i]-lr*gW
        U[i]=m*U[i]-lr*gB
        W[i]=W[i]+V[i]
        B[i]=B[i]+U[i]
print((p.argmax(1)==c).mean())
