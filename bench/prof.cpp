// SPDX-License-Identifier: Apache-2.0
#include "qsim/Execution/Profile.h"
#include <cstdio>
#include <chrono>
#include <algorithm>
using namespace qsim;
int main(int argc,char**argv){
  auto p=Package::open(argv[1]); if(!p){puts(p.error().message.c_str());return 1;}
  SessionOptions o; o.mode=argc>2&&argv[2][0]=='f'?QSIMRT_FLOAT:argc>2&&argv[2][0]=='h'?QSIMRT_HYBRID:QSIMRT_INT; o.threads=argc>3?atoi(argv[3]):1;
  int rep=argc>4?atoi(argv[4]):20;
  auto s=Session::create((*p)->model(),o); if(!s){puts(s.error().message.c_str());return 1;}
  auto &m=(*p)->model(); std::vector<float> in(size_t(m.image.c)*m.image.h*m.image.w,0.4f);
  unsigned r=1; for(auto&v:in){r=r*1664525u+1013904223u;v=float(r>>8)/16777216.f;}
  std::vector<double> t; for(int i=0;i<=rep;++i){auto a=std::chrono::steady_clock::now();(void)(*s)->run(in);double d=std::chrono::duration<double,std::milli>(std::chrono::steady_clock::now()-a).count(); if(i)t.push_back(d);}
  std::sort(t.begin(),t.end()); 
  auto l=profileLayers(**s,in,rep); if(argc>5) fputs(profileAsText(**s,*l).c_str(),stdout);
  printf("median %.2f min %.2f\n",t[t.size()/2],t[0]);
}
