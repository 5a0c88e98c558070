exec(open("/tmp/n_prof.py").read())
