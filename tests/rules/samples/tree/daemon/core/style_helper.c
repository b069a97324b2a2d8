typedef struct { int x; } sample;
	int tab;
int trailing; 
long
pd_now(void)
{
        return time(NULL);
}
/* TODO */