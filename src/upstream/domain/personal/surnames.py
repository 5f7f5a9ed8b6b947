"""Surnames that are common in the United States: a list of our own, lower case."""

from typing import Final

_NAMES = """
abbott acosta adams adkins aguilar aguirre ahmed alexander ali allen allison alvarado alvarez
anderson andrade andrews aquino armstrong arnold arroyo atkins austin avila ayala bailey baker
baldwin ball ballard banks barber barker barnes barnett barrera barrett barron barry bartlett
barton bass bates bauer baxter beasley beck becker bell beltran bender benitez bennett benson
bentley berg berger bernal berry best bishop black blackwell blair blake blanchard blankenship bond
booker booth bowen bowers bowman boyd boyer boyle bradford bradley bradshaw brady branch brandt
brewer bridges briggs brock brooks brown browning bruce bryan bryant buchanan buck buckley bullock
burch burgess burke burnett burns burton bush butler byrd cabrera cain calderon caldwell calhoun
callahan camacho cameron campbell campos cannon cantrell cantu cardenas carey carlson carpenter
carr carrillo carroll carson carter case casey castaneda castillo castro cervantes chambers chan
chandler chang chapman charles chase chavez chen cherry choi christensen christian chung church
cisneros clark clarke clayton clements cline cobb cochran cohen cole coleman collier collins colon
combs compton conley conner connor conrad contreras conway cook cooper copeland cordova cortez
costa cox craig crane crawford cross cruz cuevas cummings cunningham curry curtis dalton daniel
daniels daugherty davenport davidson davies davis dawson day dean decker dejesus delacruz delarosa
deleon delgado dennis diaz dickerson dickson dillon dixon doe dodson dominguez donaldson donovan
dorsey dougherty douglas downs doyle drake dudley duffy duke duncan dunn duran durham dyer eaton
edwards ellis ellison english enriquez erickson escobar esparza espinosa espinoza estes estrada
evans farley farmer farrell faulkner ferguson fernandez ferrell fields figueroa finley fischer
fisher fitzgerald fitzpatrick fleming fletcher flores flowers flynn foley ford foster fowler fox
francis franco frank franklin frazier frederick freeman french friedman frost fry frye fuentes
fuller gaines gallagher gallegos galloway gamble garcia gardner garner garrett garrison garza gates
gay gentry george gibbs gibson gilbert giles gill gillespie gilmore glass glenn glover golden gomez
gonzales gonzalez good goodman goodwin gordon gould graham grant graves gray green greene greer
gregory griffin griffith grimes gross guerra guerrero gupta gutierrez guzman haas hahn hale haley
hall hamilton hammond hampton hancock hanna hansen hanson hardin harding hardy harmon harper
harrell harrington harris harrison hart hartman harvey hawkins hayden hayes haynes hays heath
hebert henderson hendricks hendrix henry hensley henson herman hernandez herrera herring hess
hester hickman hicks higgins hill hines hinton ho hobbs hodge hodges hoffman hogan holder holland
holloway holmes holt hood hooper hoover hopkins horn horne horton hoang house houston howard howe
howell huang hubbard huber hudson huerta huff huffman hughes hull humphrey hunt hunter hurley hurst
hutchinson huynh ibarra ingram irwin jackson jacobs jacobson james jarvis jefferson jenkins
jennings jensen jimenez johns johnson johnston jones jordan joseph joyce juarez kaiser kane kaur
keith keller kelley kelly kemp kennedy kent kerr khan kidd kim king kirby kirk klein kline knapp
knight knox koch kramer krueger kumar lam lamb lambert landry lane lang lara larsen larson lawrence
lawson le leach leblanc lee leon leonard lester levy lewis li lin lindsey little liu livingston
lloyd logan long lopez love lowe lowery lozano lu lucas lucero lugo luna lynch lynn lyons macdonald
macias mack madden maddox mahoney maldonado malone mann manning marin marks marquez marsh marshall
martin martinez mason massey mata mathews mathis matthews maxwell may mayer maynard mayo mcbride
mccall mccann mccarthy mccarty mcclain mcclure mcconnell mccormick mccoy mccullough mcdaniel
mcdonald mcdowell mcfarland mcgee mcgrath mcguire mcintosh mcintyre mckay mckee mckenzie mckinney
mcknight mclaughlin mclean mcmahon mcmillan mcpherson meadows medina mejia melendez melton mendez
mendoza mercado mercer merritt meyer meyers meza michael middleton miles miller mills miranda
mitchell molina monroe montes montgomery montoya moody moon mooney moore mora morales moran moreno
morgan morris morrison morrow morse morton moses mosley moss moyer mueller mullen mullins munoz
murillo murphy murray myers nash navarro neal nelson newman newton nguyen nichols nicholson nielsen
nixon noble nolan norman norris norton nunez obrien ochoa oconnell oconnor odom odonnell oliver
olsen olson oneal oneill orozco ortega ortiz osborne owen owens pace pacheco padilla page palmer
park parker parks parra parrish parsons patel patrick patterson patton paul payne pearson peck pena
pennington perez perkins perry peters petersen peterson pham phelps phillips pierce pineda pitts
pollard ponce poole pope porter potter potts powell powers pratt preston price prince proctor
pruitt pugh quinn quintero ramirez ramos ramsey randall randolph rangel rasmussen ray raymond reed
reese reeves reid reilly reyes reynolds rhodes rice rich richard richards richardson richmond
riddle riggs riley rios ritter rivas rivera rivers roach robbins roberson roberts robertson
robinson robles rocha rodgers rodriguez roe rogers rojas rollins roman romero rosales rosario rose
rosen ross roth rowe rowland roy rubio ruiz rush russell russo ryan salas salazar salinas sampson
sanchez sanders sandoval sanford santana santiago santos saunders savage sawyer schaefer schmidt
schmitt schneider schroeder schultz schwartz scott sellers serrano sexton shaffer shah shannon
sharp shaw shelton shepard shepherd sheppard sherman shields short silva simmons simon simpson sims
singh singleton skinner sloan small smith snow snyder solis solomon sosa soto sparks spears spence
spencer stafford stanley stanton stark steele stein stephens stephenson stevens stevenson stewart
stokes stone stout strickland strong stuart suarez sullivan summers sutton swanson sweeney tanner
tate taylor terrell terry thomas thompson thornton todd torres townsend tran travis trevino
trujillo tucker turner tyler underwood valdez valencia valentine valenzuela vance vang vargas
vasquez vaughan vaughn vazquez vega velasquez velazquez velez villa villanueva villarreal villegas
vincent vu wade wagner walker wall wallace waller walls walsh walter walters walton wang ward ware
warner warren washington waters watkins watson watts weaver webb weber webster weeks weiss welch
wells west wheeler whitaker whitehead whitney wiggins wilcox wiley wilkerson wilkins wilkinson
williams williamson willis wilson winters wise wolf wolfe wong wood woodard woods woodward wright
wu wyatt xiong yang yates yoder york young yu zamora zavala zhang zimmerman zuniga
"""
SURNAMES: Final = frozenset(_NAMES.split())
